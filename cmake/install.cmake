# cmake --install: the program, its manual pages, completion for three shells, and the documents.
include(GNUInstallDirs)
set(DAICHO_ZSH_DIR ${CMAKE_INSTALL_DATADIR}/zsh/site-functions CACHE STRING
    "Where zsh looks for completion, beneath the prefix")

set(printed ${CMAKE_CURRENT_BINARY_DIR}/printed)
file(MAKE_DIRECTORY ${printed})

# daicho_printed(file folder word…): what the program prints with these words is installed as a file.
function(daicho_printed file folder)
    add_custom_command(OUTPUT ${printed}/${file}
        COMMAND daicho ${ARGN} > ${printed}/${file}
        DEPENDS daicho VERBATIM)
    install(FILES ${printed}/${file} DESTINATION ${folder})
    set_property(GLOBAL APPEND PROPERTY daicho_printed ${printed}/${file})
endfunction()

# A sanitized program is not for installing, and is slow.
if(NOT DAICHO_SANITIZE)
    daicho_printed(daicho.1 ${CMAKE_INSTALL_MANDIR}/man1 help --manual)
    daicho_printed(daicho.yaml.5 ${CMAKE_INSTALL_MANDIR}/man5 help --manual daicho.yaml)
    daicho_printed(daicho ${CMAKE_INSTALL_DATADIR}/bash-completion/completions completion bash)
    daicho_printed(_daicho ${DAICHO_ZSH_DIR} completion zsh)
    daicho_printed(daicho.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d completion fish)
    get_property(files GLOBAL PROPERTY daicho_printed)
    add_custom_target(printed ALL DEPENDS ${files})

    file(GLOB pages CONFIGURE_DEPENDS docs/man/*.5)
    file(GLOB documents CONFIGURE_DEPENDS docs/*.md)
    install(TARGETS daicho RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
    install(FILES README.md ${documents} DESTINATION ${CMAKE_INSTALL_DOCDIR})
    install(DIRECTORY docs/json DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN *.json)
endif()
