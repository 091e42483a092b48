#!/usr/bin/perl
# mail.pl [--mbox|--undated] FILE: the headers that people read and the texts of a message, or of each of a mailbox,
# by Email::MIME, which shares nothing with daicho's reader. --undated: without the date, which msgconvert makes.
use strict;
use warnings;
use Email::MIME;
use Encode qw(decode);
use IO::Handle;
use open qw(:std :encoding(UTF-8));

my $option = @ARGV > 1 ? shift : '';

sub text_of {
    my ($part) = @_;
    my $text = eval { $part->body_str };
    return $text // decode('ISO-8859-1', $part->body);
}

sub show_html {
    my ($part) = @_;
    STDOUT->flush;
    open my $browser, '|-:encoding(UTF-8)', qw(w3m -dump -cols 2000 -T text/html -I UTF-8 -O UTF-8) or die "w3m: $!\n";
    print $browser text_of($part);
    close $browser or die "w3m failed\n";
}

# Names and addresses each by itself, since programs write them together in many ways.
sub show_headers {
    my ($mail) = @_;
    for my $value (map { $mail->header_str($_) } qw(From To Cc Reply-To)) {
        print "$_\n" for grep { /\w/ } split /["'<>,;]+/, $value;
    }
    print "$_\n" for map { $mail->header_str($_) } 'Subject', $option eq '--undated' ? () : 'Date';
}

sub show_part {
    my ($part) = @_;
    my $type = $part->content_type // 'text/plain';
    print $part->filename, "\n" if defined $part->filename;
    return if $part->subparts;
    if ($type =~ m{^message/(?:rfc822|delivery-status)}i) {
        show(Email::MIME->new($part->body));
    }
    elsif ($type =~ m{^text/html}i) {
        show_html($part);
    }
    elsif ($type =~ m{^text/(?!rtf)}i) {
        print text_of($part), "\n";
    }
}

sub show {
    my ($mail) = @_;
    show_headers($mail);
    $mail->walk_parts(\&show_part);
}

open my $file, '<:raw', $ARGV[0] or die "$ARGV[0]: $!\n";
my $bytes = do { local $/; <$file> };
$bytes =~ s/\r\n/\n/g;
show(Email::MIME->new($_)) for $option eq '--mbox' ? grep { length } split /^From .*\n/m, $bytes : $bytes;
