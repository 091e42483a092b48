/*
 * Linked into every program of a sanitized build that makes PDFs. Cairo 1.16 loses 768 bytes with each
 * font that it cuts to size, and fontconfig keeps what it matched until the process ends; a program
 * without a line of ours shows the same.
 */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl51-cpp): the sanitizer names it */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so\nleak:libfontconfig.so\n";
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl51-cpp) */
