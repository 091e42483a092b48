#!/usr/bin/perl
# sentences.pl EXTRACTED REFERENCE…: cuts what reference programs show into sentences and looks whether each
# stands in what `daicho extract` printed. Prints "sentences found in-pieces missing", then each sentence that is
# not found whole: "missing<TAB>sentence" or "pieces<TAB>sentence", which has each word but not in this order.
use strict;
use warnings;
use utf8;
use Encode qw(decode);
use Unicode::Normalize qw(NFKC);
use open qw(:std :encoding(UTF-8));

# One form for what looks alike: widths, white space, hyphens that only break lines, unseen characters.
sub plain {
    my ($text) = @_;
    $text = NFKC($text);
    $text =~ s/[\x{00ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{feff}\x{fe00}-\x{fe0f}]//g;
    $text =~ s/[\x{2010}-\x{2015}\x{2212}]/-/g;
    $text =~ s/[\x{2018}\x{2019}]/'/g;
    $text =~ s/[\x{201c}\x{201d}]/"/g;
    return lc $text;
}

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!\n";
    local $/;
    my $bytes = <$file> // '';
    return decode('UTF-8', $bytes);
}

# The text without the lines that tell places, and without white space: a line that a page broke is whole.
sub haystack {
    my $text = slurp($_[0]);
    $text =~ s/^(?:@ |== ).*\n//mg;
    $text = plain($text);
    $text =~ s/\s+//g;
    return $text;
}

# Sentences end with a line, a cell, or a full stop; bullets and brackets around them are nobody's words.
sub sentences {
    my @sentences;
    for my $part (split /[\r\n\f\t\x0b]+|(?<=[。．！？])|(?<=[.!?])\s+/, $_[0]) {
        $part = plain($part);
        $part =~ s/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$//g;
        push @sentences, $part if $part ne '';
    }
    return @sentences;
}

# found: whole, if need be without the number that a program made for an entry of a list; pieces: each of several
# words, but not in this order.
sub find {
    my ($text, $sentence) = @_;
    (my $entry = $sentence) =~ s/^(?:\d+(?:\.\d+)*[.)]?|[a-z]+[.)])\s+//;
    my @words = grep { /[\p{L}\p{N}]/ } split /\s+/, $sentence;
    for my $whole ($sentence, $entry) {
        (my $letters = $whole) =~ s/\s+//g;
        return 'found' if index($text, $letters) >= 0;
    }
    return 'pieces' if @words > 1 && !grep { index($text, $_) < 0 } @words;
    return 'missing';
}

my ($extracted, @references) = @ARGV;
my $text = haystack($extracted);
my (%seen, @lines);
my %count = (found => 0, pieces => 0, missing => 0);
for my $reference (@references) {
    my ($name) = $reference =~ m{([^/]*)$};
    for my $sentence (grep { !$seen{$_}++ } sentences(slurp($reference))) {
        my $state = find($text, $sentence);
        $count{$state}++;
        push @lines, "$state\t$name\t$sentence\n" if $state ne 'found';
    }
}
printf "%d %d %d %d\n", scalar keys %seen, @count{qw(found pieces missing)};
print @lines;
