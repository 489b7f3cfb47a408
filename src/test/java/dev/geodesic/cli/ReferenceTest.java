package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.commons.text.WordUtils;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The reference is what the commands say of themselves. {@code mvn test -Dtest=ReferenceTest
 * -Dreference.write} writes it anew.
 */
class ReferenceTest {
  private static final int WIDTH = 115;

  private static final Path PAGE = Path.of("docs/reference.md");

  private static final String TOP =
      """
      # Reference

      Every command, as `--help` tells it. Written from the commands themselves: after a change of one,
      `mvn test -Dtest=ReferenceTest -Dreference.write` writes this page anew.

      Options of spark-submit go before or behind the program's own and are passed on to it: `--master`,
      `--deploy-mode`, `--conf`, `--properties-file`, `--driver-memory`, `--executor-memory`, `--packages`
      and the others of its list, but for `--class`, `--py-files`, `--remote`, `--kill` and `--status`.
      Spark Connect is refused by its settings and variables too.
      Jars, class paths and options for the JVM are put together with the program's own. Behind `--` all
      is the program's.

      ## The environment

      | variable | |
      |---|---|
      | `JAVA_HOME` | a JDK 17 to 22 (default: the `java` on PATH); later ones Hadoop does not know |
      | `GEODESIC_JAVA_OPTS` | more options for the JVM of the driver (`-D`, `-X`, `--add-`, `--enable-`, `-ea`, agents, or a file of them by `@`); its memory is `--driver-memory`, else what a properties file, `spark-defaults.conf` or `SPARK_DRIVER_MEMORY` says, else 4g on this machine |
      | `GEODESIC_CACHE` | where data sets are kept, what `auto` has found out about GPUs, and kernels compiled for them (default: `geodesic` in `XDG_CACHE_HOME`, or `.cache/geodesic` under `HOME`, or under the home of the password file) |
      | `SPARK_HOME` | a Spark 4.2 for Scala 2.13 to use instead of the one that Maven resolved |
      | `SPARK_CONF_DIR`, `HADOOP_CONF_DIR` | settings of the site; the serializer and Hive's catalog are not taken from there, and commands that only read write no log of events |
      | `https_proxy`, `http_proxy`, `all_proxy`, `no_proxy` | the network's proxy, for Maven, data sets and notices; a name and password before its `@` are told to it alone |
      | `LC_ALL` and its like | for the shell alone: names of files are in UTF-8 and numbers in English, unless the terminal has an older character set |

      Java runs as a child of `submit/geodesic`, which passes signals and exit codes on. Where Java dies in
      native code, a line says where the file of that lies (`target/logs`), and the exit code is 1.
      On a file system that has no locks a run says so and goes on: then nothing keeps a second run away
      that would train the same trials.
      """;

  @Test
  void thePageIsWhatTheCommandsSay() throws IOException {
    String page =
        TOP + HelpTest.commands().map(ReferenceTest::section).collect(Collectors.joining());
    if (System.getProperty("reference.write") != null) {
      Files.createDirectories(Objects.requireNonNull(PAGE.getParent()));
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("run: mvn test -Dtest=ReferenceTest -Dreference.write")
        .exists()
        .hasContent(page);
  }

  private static String section(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    CommandLine.Help help =
        new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(Ansi.OFF));
    StringBuilder page = new StringBuilder();
    page.append("\n## ").append(spec.qualifiedName()).append("\n\n");
    for (String paragraph : String.join("\n", usage.description()).formatted().split("\n\n", -1)) {
      page.append(wrapped(paragraph.strip().replace('\n', ' '), "")).append("\n");
    }
    page.append(block(help.synopsis(0))).append('\n');
    List<ArgSpec> arguments = new ArrayList<>(spec.positionalParameters());
    spec.options().stream().filter(option -> !option.hidden()).forEach(arguments::add);
    arguments.forEach(argument -> page.append(item(argument)));
    if (!command.getSubcommands().isEmpty()) {
      page.append("\nCommands:\n\n").append(block(help.commandList()));
    }
    page.append("\nExit codes:\n\n");
    usage
        .exitCodeList()
        .forEach((code, meaning) -> page.append("- `%s` %s\n".formatted(code, meaning)));
    page.append(extraSections(command)).append('\n');
    page.append(block(help.footerHeading() + help.footer()));
    return page.toString();
  }

  private static String item(ArgSpec argument) {
    String names =
        argument instanceof OptionSpec option
            ? Arrays.stream(option.names())
                .map(
                    name ->
                        option.arity().max() == 0
                            ? "`%s`".formatted(name)
                            : "`%s=%s`".formatted(name, option.paramLabel()))
                .collect(Collectors.joining(", "))
            : "`%s`".formatted(argument.paramLabel());
    return wrapped("- %s: %s".formatted(names, String.join(" ", described(argument))), "  ");
  }

  private static List<String> described(ArgSpec argument) {
    return Arrays.stream(argument.description()).map(String::strip).toList();
  }

  /** Such as the optimizers of a run. */
  private static String extraSections(CommandLine command) {
    CommandLine.Help help =
        new CommandLine.Help(
            command.getCommandSpec(), CommandLine.Help.defaultColorScheme(Ansi.OFF));
    return command.getHelpSectionKeys().stream()
        .filter(ConfHelp.SECTION::equals)
        .map(key -> "\n" + block(renderer(command, key).render(help)))
        .collect(Collectors.joining());
  }

  private static CommandLine.IHelpSectionRenderer renderer(CommandLine command, String key) {
    return Objects.requireNonNull(command.getHelpSectionMap().get(key), key);
  }

  /** Prose of Markdown, which must not take a placeholder for HTML. */
  private static String wrapped(String text, String indent) {
    return WordUtils.wrap(text.replace("<", "\\<"), WIDTH, "\n" + indent, false) + "\n";
  }

  private static String block(String text) {
    String lines = text.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    return "```\n" + lines.replaceAll("^\n+|\n+$", "") + "\n```\n";
  }
}
