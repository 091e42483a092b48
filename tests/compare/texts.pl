#!/usr/bin/perl
# texts.pl FILE: the texts and values of attributes of an XML document, by expat.
use strict;
use warnings;
use XML::Parser;
use open qw(:std :encoding(UTF-8));

XML::Parser->new(
    Handlers => {
        Start => sub { my (undef, undef, @pairs) = @_; print "\n" },
        End   => sub { print "\n" },
        Char  => sub { print $_[1] },
        Comment => sub { print "\n$_[1]\n" },
    }
)->parsefile($ARGV[0]);
