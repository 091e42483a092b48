# daicho_translations(target language): po/<language>.po as a catalogue of GNU gettext, embedded as
# daicho_words_<language>. A message that is missing or fuzzy is one for tests/words.
function(daicho_translations target language)
    find_program(DAICHO_MSGFMT msgfmt REQUIRED)
    set(input ${CMAKE_SOURCE_DIR}/po/${language}.po)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${language}.mo)
    add_custom_command(OUTPUT ${output}
        COMMAND ${DAICHO_MSGFMT} --no-hash --check --output-file=${output} ${input}
        DEPENDS ${input} VERBATIM)
    daicho_embed(${target} daicho_words_${language} ${output})
endfunction()
