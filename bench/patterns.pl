#!/usr/bin/perl
# Turns PCRE2 patterns (one a line) into the nearest that ripgrep's default engine takes:
# look-arounds go, and named groups and branch resets become plain ones. What remains finds at least as much.
use strict;
use warnings;

my $class = qr/\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]/;
my $group = qr/(\((?:\\.|$class|[^()\\\[]|(?1))*\))/;

while (my $pattern = <STDIN>) {
    chomp $pattern;
    my $out = '';
    while ($pattern =~ /\G(\\.|$class|\((?=\?<?[=!])|.)/gs) {
        my ($token, $at) = ($1, $-[0]);
        if ($token eq '(' && substr($pattern, $at) =~ /\A\(\?<?[=!]/) {
            substr($pattern, $at) =~ /\A$group/ or die "unbalanced: $pattern\n";
            pos($pattern) = $at + length $1;
            next;
        }
        $out .= $token;
    }
    $out =~ s/\(\?(?:P?<[A-Za-z_]\w*>|\|)/(?:/g;
    print "$out\n";
}
