#!/usr/bin/perl
# rows.pl csv|jsonl BYTES: a table of what machines measured, or lines of what a server did: somebody's mail
# address in each hundredth of them.
use strict;
use warnings;

my ($kind, $bytes) = @ARGV;

sub address {
    my ($row) = @_;
    return $row % 100 == 0 ? "user$row\@example.com" : '';
}

sub measured {
    my ($row) = @_;
    return sprintf "2026-%02d-%02d %02d:%02d,s%d,%d.%02d,%d.%d,%s\n", $row % 12 + 1, $row % 28 + 1,
        $row % 24, $row % 60, $row % 50, 20 + $row % 9, $row % 97, 1000 + $row % 20, $row % 10, address($row);
}

sub done {
    my ($row) = @_;
    return sprintf qq({"time": "2026-%02d-%02dT%02d:%02d:00Z", "level": "info", "path": "/items/%d", )
        . qq("took": %d, "by": "%s"}\n), $row % 12 + 1, $row % 28 + 1, $row % 24, $row % 60, $row % 1000,
        $row % 900, address($row);
}

print "time,sensor,temperature,pressure,answers for it\n" if $kind eq 'csv';
for (my ($row, $written) = (0, 0); $written < $bytes; $row++) {
    my $line = $kind eq 'csv' ? measured($row) : done($row);
    $written += length $line;
    print $line;
}
