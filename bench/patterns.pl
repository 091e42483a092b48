#!/usr/bin/perl
# patterns.pl [plain]: PCRE2 patterns, one a line in base64, as one line of text each. Names of groups go,
# since all become one pattern in which each may stand only once, and so do the spaces and comments of
# (?x). With "plain", what ripgrep's default engine lacks goes too: look-arounds are left out, and what is
# atomic or possessive is not, so that what remains finds at least as much.
use strict;
use warnings;
use MIME::Base64 qw(decode_base64);

my $plain = @ARGV && $ARGV[0] eq 'plain';
my $class = qr/\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]/s;
my $group = qr/(\((?:\\.|$class|[^()\\\[]|(?1))*\))/s;

sub spell {
    my ($token) = @_;
    $token =~ s/\A\\h\z/[\\t\\p{Zs}]/;
    $token = ' ' if $token eq '\\ ';
    if ($token =~ /\A\[/) {
        $token =~ s/\\h/\\t\\p{Zs}/g;
        $token =~ s/\\ / /g;
    }
    $token =~ s/\\([\/#%&"'~` ])/$1/g if $plain;
    return $token;
}

while (my $line = <STDIN>) {
    my $pattern = decode_base64($line);
    my $spaced = $pattern =~ s/\A\(\?x\)//;
    my $out = '';
    while ($pattern =~ /\G(\\x\{\w+\}|\\.|$class|\((?=\?<?[=!])|.)/gs) {
        my ($token, $at) = ($1, $-[0]);
        next if $spaced && $token =~ /\A\s\z/;
        if ($spaced && $token eq '#') {
            $pattern =~ /\G[^\n]*/g;
        } elsif ($plain && $token eq '(' && substr($pattern, $at) =~ /\A\(\?<?[=!]/) {
            substr($pattern, $at) =~ /\A$group/ or die "unbalanced: $pattern\n";
            pos($pattern) = $at + length $1;
        } else {
            $out .= spell($token);
        }
    }
    $out =~ s/\(\?P?<[A-Za-z_]\w*>/(/g;
    if ($plain) {
        $out =~ s/\(\?[|>]/(?:/g;
        $out =~ s/([}?*+])\+/$1/g;
    }
    $out =~ s/\n/\\n/g;
    print "$out\n";
}
