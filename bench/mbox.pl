#!/usr/bin/perl
# mbox.pl FILE…: the files as one mail folder, a message each, with what looks like the line before a
# message quoted.
use strict;
use warnings;

for my $path (@ARGV) {
    open my $file, '<:raw', $path or die "mbox.pl: $path: $!\n";
    print "From user\@example.com Sat Nov 28 01:05:09 2026\n",
        "From: user\@example.com\nTo: list\@example.com\nSubject: $path\n\n";
    while (my $line = <$file>) {
        $line =~ s/\A(>*From )/>$1/;
        print $line;
    }
    print "\n\n";
}
