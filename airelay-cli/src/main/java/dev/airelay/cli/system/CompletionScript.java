package dev.airelay.cli.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes scripts with which shells complete the program's command lines. All of them find the command before the cursor, which is
 * a list of words, and offer what may follow.
 */
public final class CompletionScript {
    /** The words and options that may follow a command, each with its description. */
    private final Map<String, Map<String, String>> words = new LinkedHashMap<>();

    /** The options that take a value, with the values that are known; empty for a path or free text. */
    private final Map<String, List<String>> values = new TreeMap<>();

    private final TreeSet<String> paths = new TreeSet<>();

    public CompletionScript(CommandLine root) {
        add("", root);
        Map<String, String> afterHelp = words.get("help");
        if (afterHelp != null) {
            root.getSubcommands().forEach((name, command) -> {
                if (!command.getCommandSpec().usageMessage().hidden()) {
                    afterHelp.put(name, description(command.getCommandSpec()));
                }
            });
        }
    }

    private void add(String path, CommandLine command) {
        Map<String, String> here = new LinkedHashMap<>();
        command.getSubcommands().forEach((name, subcommand) -> {
            if (!subcommand.getCommandSpec().usageMessage().hidden()) {
                here.put(name, description(subcommand.getCommandSpec()));
            }
        });
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            if (parameter.completionCandidates() != null) {
                parameter.completionCandidates().forEach(value -> here.put(value, ""));
            }
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                here.put(option.longestName(), String.join(" ", option.description()));
                takes(option);
            }
        }
        words.put(path, here);
        command.getSubcommands().forEach((name, subcommand) -> {
            if (!subcommand.getCommandSpec().usageMessage().hidden()) {
                add(path.isEmpty() ? name : path + " " + name, subcommand);
            }
        });
    }

    private void takes(OptionSpec option) {
        if (option.arity().max() == 0) {
            return;
        }
        List<String> known = new ArrayList<>();
        if (option.completionCandidates() != null) {
            option.completionCandidates().forEach(known::add);
        }
        for (String name : option.names()) {
            values.put(name, known);
            if (option.paramLabel().equals("PATH") || option.paramLabel().equals("DIR")) {
                paths.add(name);
            }
        }
    }

    private static String description(CommandSpec spec) {
        return spec.usageMessage().description()[0];
    }

    /** Returns the script for a shell; empty for one without completion. */
    public String of(ShellKind shell) {
        return switch (shell) {
            case BASH -> bash();
            case ZSH -> zsh();
            case FISH -> fish();
            case POWERSHELL -> powershell();
            case CMD -> "";
        };
    }

    /** The words that follow the command's name one by one: those before the cursor that are part of a command. */
    private String commands(String separator) {
        return words.keySet().stream()
                .filter(path -> !path.isEmpty())
                .map(path -> "\" " + path + "\"")
                .collect(Collectors.joining(separator));
    }

    private List<String> withValues() {
        return List.copyOf(values.keySet());
    }

    private String bash() {
        StringBuilder script = new StringBuilder("""
                # Completion of airelay for bash. Load it with: source <(airelay completion bash)
                _airelay() {
                    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} path='' word words='' i
                    for ((i = 1; i < COMP_CWORD; i++)); do
                        word=${COMP_WORDS[i]}
                        case $word in
                """);
        script.append("            ").append(String.join(" | ", withValues())).append(") ((i++)) ;;\n");
        script.append("            -*) ;;\n            *) case \"$path $word\" in\n                ")
                .append(commands(" | "))
                .append(") path=\"$path $word\" ;;\n            esac ;;\n        esac\n    done\n    case $prev in\n");
        values.forEach((option, known) -> {
            if (!known.isEmpty()) {
                script.append("        ")
                        .append(option)
                        .append(") words='")
                        .append(String.join(" ", known))
                        .append("'; COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")); return ;;\n");
            }
        });
        script.append("        ")
                .append(String.join(" | ", paths))
                .append(") compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n");
        script.append("        ")
                .append(values.entrySet().stream()
                        .filter(entry -> entry.getValue().isEmpty() && !paths.contains(entry.getKey()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(" | ")))
                .append(") return ;;\n    esac\n    case $path in\n");
        words.forEach((path, here) -> script.append("        \"")
                .append(path.isEmpty() ? "" : " " + path)
                .append("\") words='")
                .append(String.join(" ", here.keySet()))
                .append("' ;;\n"));
        return script.append("""
                    esac
                    COMPREPLY=($(compgen -W "$words" -- "$cur"))
                }
                complete -F _airelay airelay ./airelay
                """).toString();
    }

    private String zsh() {
        StringBuilder script = new StringBuilder("""
                #compdef airelay
                # Completion of airelay for zsh. Load it with: source <(airelay completion zsh)
                _airelay() {
                    local word path_='' i
                    local -a offers
                    for ((i = 2; i < CURRENT; i++)); do
                        word=${words[i]}
                        case $word in
                """);
        script.append("            ")
                .append(withValues().stream().collect(Collectors.joining("|")))
                .append(") ((i++)) ;;\n");
        script.append("            -*) ;;\n            *) case \"$path_ $word\" in\n                ")
                .append(commands("|"))
                .append(
                        ") path_=\"$path_ $word\" ;;\n            esac ;;\n        esac\n    done\n    case ${words[CURRENT - 1]} in\n");
        values.forEach((option, known) -> {
            if (!known.isEmpty()) {
                script.append("        ")
                        .append(option)
                        .append(") compadd -- ")
                        .append(String.join(" ", known))
                        .append("; return ;;\n");
            }
        });
        script.append("        ").append(String.join("|", paths)).append(") _files; return ;;\n");
        script.append("        ")
                .append(values.entrySet().stream()
                        .filter(entry -> entry.getValue().isEmpty() && !paths.contains(entry.getKey()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining("|")))
                .append(") return ;;\n    esac\n    case $path_ in\n");
        words.forEach((path, here) -> {
            script.append("        \"").append(path.isEmpty() ? "" : " " + path).append("\") offers=(\n");
            here.forEach((word, text) -> script.append("            ")
                    .append(quoted(word.replace(":", "\\:") + (text.isEmpty() ? "" : ":" + text)))
                    .append('\n'));
            script.append("        ) ;;\n");
        });
        return script.append("""
                    esac
                    _describe 'airelay' offers
                }
                if [ "${funcstack[1]}" = _airelay ]; then
                    _airelay "$@"
                else
                    compdef _airelay airelay
                fi
                """).toString();
    }

    private String fish() {
        StringBuilder script = new StringBuilder("""
                # Completion of airelay for fish. Load it with: airelay completion fish | source
                function __airelay_at
                    set -l path
                    set -l skip 0
                    for word in (commandline -opc)[2..-1]
                        if test $skip = 1
                            set skip 0
                            continue
                        end
                        switch $word
                """);
        script.append("            case ")
                .append(String.join(" ", withValues()))
                .append("\n                set skip 1\n");
        script.append("""
                            case '-*'
                            case '*'
                                set path $path $word
                        end
                    end
                    test "$path" = "$argv[1]"
                end
                complete -c airelay -f
                """);
        words.forEach((path, here) -> here.forEach((word, text) -> {
            script.append("complete -c airelay -n '__airelay_at \"")
                    .append(path)
                    .append("\"' ");
            if (word.startsWith("--")) {
                List<String> known = values.get(word);
                script.append("-l ").append(word.substring(2));
                if (known != null) {
                    script.append(paths.contains(word) ? " -r -F" : " -x");
                    script.append(known.isEmpty() ? "" : " -a '" + String.join(" ", known) + "'");
                }
            } else {
                script.append("-a ").append(word);
            }
            script.append(
                            text.isEmpty()
                                    ? ""
                                    : " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'")
                    .append('\n');
        }));
        return script.toString();
    }

    private String powershell() {
        StringBuilder script = new StringBuilder("""
                # Completion of airelay for PowerShell. Load it with: airelay completion powershell | Out-String | Invoke-Expression
                Register-ArgumentCompleter -Native -CommandName airelay -ScriptBlock {
                    param($wordToComplete, $commandAst, $cursorPosition)
                """);
        script.append("    $values = @{\n");
        values.forEach((option, known) -> script.append("        '")
                .append(option)
                .append("' = @(")
                .append(known.stream().map(CompletionScript::single).collect(Collectors.joining(", ")))
                .append(")\n"));
        script.append("    }\n    $words = @{\n");
        words.forEach((path, here) -> {
            script.append("        '").append(path).append("' = @(\n");
            here.forEach((word, text) -> script.append("            ,@(")
                    .append(single(word))
                    .append(", ")
                    .append(single(text.isEmpty() ? word : text))
                    .append(")\n"));
            script.append("        )\n");
        });
        return script.append("""
                    }
                    $path = ''
                    $previous = ''
                    $skip = $false
                    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
                        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
                        $word = $element.Extent.Text
                        $previous = $word
                        if ($skip) { $skip = $false; continue }
                        if ($values.ContainsKey($word)) { $skip = $true; continue }
                        if ($word.StartsWith('-')) { continue }
                        $next = ($path + ' ' + $word).Trim()
                        if ($words.ContainsKey($next)) { $path = $next }
                    }
                    if ($skip -and $values.ContainsKey($previous)) {
                        $values[$previous] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                        }
                        return
                    }
                    $words[$path] | Where-Object { $_[0] -like "$wordToComplete*" } | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
                    }
                }
                """).toString();
    }

    private static String single(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
