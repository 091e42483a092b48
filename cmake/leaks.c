/*
 * Linked into every program of a sanitized build that makes PDFs. Cairo 1.16 loses 768 bytes with each
 * font that it cuts to size, and fontconfig keeps what it matched until the process ends; a program
 * without a line of ours shows the same.
 */
const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier) */

const char *__lsan_default_suppressions(void) /* NOLINT(bugprone-reserved-identifier) */
{
    return "leak:libcairo.so\nleak:libfontconfig.so\n";
}
