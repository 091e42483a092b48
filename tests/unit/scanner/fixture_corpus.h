#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_CORPUS_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_CORPUS_H

/* The path of a file or folder of others (g_free), in the corpus that DAICHO_CORPUS names or that lies
 * beside the project. Such files are not the project's to hand on: where there are none, the test is
 * skipped. */
char *fixture_corpus_need(const char *name);

#endif
