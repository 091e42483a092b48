#!/usr/bin/env bats
load helper

# complete WORD…: what bash offers for the last word.
complete() {
    bash -c 'source <("$DAICHO" completion bash)
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _daicho
        printf "%s\n" "${COMPREPLY[@]}"' complete "$@"
}

@test "bash completes commands, words and options" {
    [ "$(complete daicho sca)" = scan ]
    complete daicho "" | grep -qx request
    [ "$(complete daicho request ver)" = verify ]
    [ "$(complete daicho help ret)" = retention ]
    [ "$(complete daicho request new --agent)" = --agent ]
    [ "$(complete daicho scan --fu)" = --full ]
    complete daicho plan apply 1 -- | grep -qx -- --execute
    touch here.zip
    [ "$(complete daicho extract here)" = here.zip ]
}

@test "zsh and fish have theirs" {
    expect 0 completion zsh
    says bashcompinit
    if command -v zsh >/dev/null; then
        zsh -n <<<"$output"
    fi
    expect 0 completion fish
    says "complete -c daicho"
    says "-l execute"
    if command -v fish >/dev/null; then
        fish --no-execute <(printf '%s' "$output")
    fi
}

@test "an unknown shell suggests the nearest" {
    expect 2 completion bahs
    tells 'did you mean "bash"?'
    expect 2 completion
}
