# daicho_floor(name FLOORS lower… DEPENDS dependency…): the static library daicho_<name> from all
# sources of the folder. Its data files packs/*.yaml or *.yaml.in are no sources.
function(daicho_floor name)
    cmake_parse_arguments(arg "" "" "FLOORS;DEPENDS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${name}/*.c ${name}/*/*.c)
    if(NOT sources)
        add_library(daicho_${name} INTERFACE)
        set(scope INTERFACE)
    else()
        add_library(daicho_${name} STATIC ${sources})
        set(scope PUBLIC)
    endif()
    target_include_directories(daicho_${name} ${scope} ${CMAKE_SOURCE_DIR})
    list(TRANSFORM arg_FLOORS PREPEND daicho_)
    list(TRANSFORM arg_DEPENDS PREPEND daicho_dep_)
    target_link_libraries(daicho_${name} ${scope} ${arg_FLOORS} ${arg_DEPENDS})
endfunction()

# daicho_loaded_later(floor dependency NAME): the floor knows the dependency's headers, and by NAME what to
# give dlopen, but is not linked with it.
function(daicho_loaded_later floor dependency name)
    list(GET ${dependency}_LINK_LIBRARIES 0 library)
    execute_process(COMMAND ${CMAKE_READELF} --dynamic --wide ${library}
        OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCH "soname: \\[([^]]+)\\]" found "${dynamic}")
    if(NOT found)
        message(FATAL_ERROR "${library} has no name to load it by")
    endif()
    target_include_directories(daicho_${floor} SYSTEM PRIVATE ${${dependency}_INCLUDE_DIRS})
    target_compile_definitions(daicho_${floor} PRIVATE ${name}="${CMAKE_MATCH_1}")
    target_link_libraries(daicho_${floor} PUBLIC ${CMAKE_DL_LIBS})
endfunction()

# daicho_program(name folder FLOORS lower…): the program <name> at the top of the build folder.
function(daicho_program name folder)
    cmake_parse_arguments(arg "" "" "FLOORS;DEPENDS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
    if(NOT sources)
        return()
    endif()
    add_executable(${name} ${sources})
    list(TRANSFORM arg_FLOORS PREPEND daicho_)
    target_link_libraries(${name} PRIVATE ${arg_FLOORS})
    target_compile_definitions(${name} PRIVATE DAICHO_VERSION="${PROJECT_VERSION}")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()

# daicho_embed(target symbol file): the file's bytes as `const char symbol[]` and `symbol_length`,
# so that the program needs no data files beside it. Declare both extern where they are used.
function(daicho_embed target symbol file)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embed_${symbol}.c)
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${output} -DSYMBOL=${symbol}
                -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
        DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()

# daicho_charset_tables(target): what this machine's iconv makes of Japanese charsets, as tables.
function(daicho_charset_tables target)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/charset_tables.c)
    add_executable(charset_tables ${CMAKE_SOURCE_DIR}/cmake/charset_tables.c)
    add_custom_command(OUTPUT ${output} COMMAND charset_tables ${output}
        DEPENDS charset_tables VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()
