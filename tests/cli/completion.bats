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
    [ "${lines[0]}" = "#compdef daicho" ]
    says "'--execute:"
    expect 0 completion fish
    says "-l execute"
}

# in_zsh WORD…: what zsh would offer for the last word, with the descriptions.
in_zsh() {
    zsh -c 'compdef() { :; }
        _describe() { print -rl -- "${(@P)@[-1]}"; }
        source <("$DAICHO" completion zsh)
        words=("$@") CURRENT=$# PREFIX=${@[-1]} _daicho' complete "$@"
}

@test "zsh completes commands, words and options" {
    command -v zsh >/dev/null || skip "zsh is not installed"
    in_zsh daicho "" | grep -q '^request:'
    in_zsh daicho request "" | grep -q '^verify:record how the person'"'"'s identity'
    in_zsh daicho help "" | grep -q '^retention:'
    in_zsh daicho request new -- | grep -q '^--agent:'
    in_zsh daicho findings -- | grep -q '^--by-column:'
    in_zsh daicho findings dismiss -- | grep -q '^--same-value-as:'
    run ! grep -q '^--by-column:' <(in_zsh daicho findings dismiss --)
}

@test "fish completes commands, words and options" {
    command -v fish >/dev/null || skip "fish is not installed"
    "$DAICHO" completion fish >daicho.fish
    in_fish() { HOME=$PWD fish -c "source daicho.fish; complete -C '$1'"; }
    in_fish 'daicho ' | grep -q '^request'
    in_fish 'daicho request ' | grep -q '^verify'
    in_fish 'daicho help ' | grep -q '^retention'
    in_fish 'daicho request new --' | grep -q '^--agent'
    in_fish 'daicho findings --' | grep -q '^--by-column'
    in_fish 'daicho findings dismiss --' | grep -q '^--same-value-as'
    run ! grep -q '^--by-column' <(in_fish 'daicho findings dismiss --')
    run ! grep -q '^verify' <(in_fish 'daicho request new ')
}

@test "an unknown shell suggests the nearest" {
    expect 2 completion bahs
    tells 'did you mean "bash"?'
    expect 2 completion
}
