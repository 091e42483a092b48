#include "scanner/readers/ocr_library.h"

#include <dlfcn.h>
#include <glib.h>
#include <string.h>

/* Also what is needed by it. */
static gboolean find(void *handle, const char *name, void *function, gsize size)
{
    void *found = dlsym(handle, name);
    memcpy(function, &found, size);
    return found != NULL;
}

/* Threads of OpenMP are forbidden in a worker, and a library may ask for more than it is told is
 * there: without levels, there are none. */
static void forbid_threads(void *handle)
{
    void (*set_levels)(int) = NULL;
    if (find(handle, "omp_set_max_active_levels", &set_levels, sizeof set_levels)) {
        set_levels(0);
    }
}

/* It stays until the process ends. */
static gboolean load(OcrLibrary *library)
{
    void *handle = dlopen(DAICHO_TESSERACT, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        return FALSE;
    }
    forbid_threads(handle);
    gboolean is_whole = TRUE;
#define FIND(name) is_whole = find(handle, #name, &library->name, sizeof library->name) && is_whole;
    OCR_LIBRARY_FUNCTIONS(FIND)
#undef FIND
    return is_whole;
}

const OcrLibrary *ocr_library_get(void)
{
    static OcrLibrary library;
    static enum { UNTRIED, LOADED, MISSING } state;
    if (state == UNTRIED) {
        state = load(&library) ? LOADED : MISSING;
    }
    return state == LOADED ? &library : NULL;
}
