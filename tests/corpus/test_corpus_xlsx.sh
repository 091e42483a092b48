#!/usr/bin/env bash
# Real workbooks: how many are read in full, what the others say of themselves, and cells that must come
# out of them at the right place. A person has looked at what is checked here.
# shellcheck disable=SC2016 # amounts of dollars
# shellcheck source=tests/corpus/corpus.bash
. "$(dirname "${BASH_SOURCE[0]}")/corpus.bash"

extract_all "$corpus"/office/xlsx/*.xlsx "$corpus"/office/other/*.xls[mb] "$corpus"/office/other/*.xltx
count '(spreadsheetml|ms-excel)[.a-zA-Z0-9]*$' 43
count ', partly-read: damaged: ' 5
count ', unread: encrypted$' 3
count '.' 51

shows 51519.xlsb 'Sheet1:A2' '豊田車会社'
shows 51519.xlsb 'Sheet1:A2' 'トヨタクルマカイシャ'
shows date.xlsb 'Sheet1:A1' '2013/1/12'
shows hyperlink.xlsb 'Sheet1:A1 link' 'http://tika.apache.org/'
shows WithTextBox.xlsb 'Sheet1 drawing' 'Line 2'
shows right-to-left.xlsx 'English:A3 comment' 'PJ Fanning: test comment'
shows right-to-left.xlsx 'عربى:A1' 'نص'
shows headerFooterTest.xlsx 'Sheet1 footer' "$(printf 'bottom left\tbottom center\tbottom right')"
shows simple-monthly-budget.xlsx 'Simple Monthly Budget:B5' '$2,500.00'
shows simple-monthly-budget.xlsx 'Simple Monthly Budget:B4' '62%'
shows simple-monthly-budget.xlsx 'Simple Monthly Budget drawing' 'Income and Expenses'
shows 45544.xlsx 'Hires by Industry:A9' '16.9%'
shows 45544.xlsx 'Hires by Industry:A9' '$12,800'
shows 45544.xlsx 'Hires by Industry:A5' 'September 11, 2006'
shows 49609.xlsx 'FAM:B2' '11698.24'
shows 55406_Conditional_formatting_sample.xlsx 'defined name' "$(printf 'avgcpa\tSummary!#REF!')"
shows 56502.xlsx 'external link' 'name: LUCANET'
shows 54436.xlsx 'Sheet1:A3' 'Question 2'
shows xlsx-corrupted.xlsx 'Sheet1:A2' 'second'
shows test.xltx 'properties' 'Application: Microsoft Excel'

finish
