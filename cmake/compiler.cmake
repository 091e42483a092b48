# Warnings, hardening and sanitizers, the same for every target.
option(DAICHO_WERROR "Warnings are errors (set in CI)" OFF)
option(DAICHO_FUZZ "Build fuzz targets with libFuzzer" OFF)
set(DAICHO_SANITIZE "" CACHE STRING "Sanitizers, such as address,undefined")

add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wswitch-enum -Wformat=2 -Wvla -fstack-protector-strong)
add_compile_definitions(_GNU_SOURCE G_LOG_DOMAIN="daicho")
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wcast-qual)
else()
    # clang warns, where gcc does not: of casts within GLib's macros (so it goes without -Wcast-qual),
    # of g_autofree variables that are there only to be freed, and of a table's closing {NULL}.
    add_compile_options(-Wno-unused-variable -Wno-missing-field-initializers)
endif()
if(DAICHO_WERROR)
    add_compile_options(-Werror)
endif()
if(DAICHO_SANITIZE)
    add_compile_options(-fsanitize=${DAICHO_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=${DAICHO_SANITIZE})
elseif(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_compile_definitions(_FORTIFY_SOURCE=2)
endif()
if(DAICHO_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
include(CheckPIESupported)
check_pie_supported()
add_link_options(-Wl,-z,relro,-z,now)
