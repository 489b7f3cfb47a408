package dev.geodesic.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script for shells that completes commands and options. */
@Command(
    name = CompletionCommand.NAME,
    description = {
      "Print a script that completes commands and options in bash and zsh.",
      "",
      "A line in ~/.bashrc or ~/.zshrc makes it last; zsh wants 'autoload -U compinit bashcompinit',"
          + " 'compinit' and 'bashcompinit' before it."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  source <(submit/geodesic completion)"})
final class CompletionCommand implements Runnable {
  static final String NAME = "completion";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    System.out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
  }
}
