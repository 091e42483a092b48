#!/usr/bin/perl
# cards.pl FILE: the values of vCard, iCalendar or LDIF lines, unfolded and decoded as RFC 6350, 5545 and 2849 say.
use strict;
use warnings;
use MIME::Base64 qw(decode_base64);
use MIME::QuotedPrint qw(decode_qp);
use Encode qw(decode);
use open qw(:std :encoding(UTF-8));

open my $file, '<:raw', $ARGV[0] or die "$ARGV[0]: $!\n";
my $text = do { local $/; <$file> };
$text =~ s/\r\n?/\n/g;
$text =~ s/\n[ \t]//g;
1 while $text =~ s/^([^:\n]*QUOTED-PRINTABLE[^:\n]*:.*)=\n/$1/mi;
for (split /\n/, $text) {
    my ($name, $value) = /^([^:]*):(.*)$/ or next;
    next if $name =~ /^(?:BEGIN|END|VERSION|PRODID|UID)$/i;
    $value = decode_qp($value) if $name =~ /QUOTED-PRINTABLE/i;
    $value = decode_base64($value) if $value =~ s/^: *//;
    my $charset = $name =~ /CHARSET=([^;:]+)/i ? $1 : 'UTF-8';
    my $shown = decode($charset, $value);
    $shown =~ s/^mailto://i;
    $shown =~ s/\\n/\n/gi;
    $shown =~ s/(?<!\\)[;,]/\n/g;
    $shown =~ s/\\(.)/$1/g;
    print "$shown\n";
}
