package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.conf.Sections;
import dev.geodesic.data.Publication;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.StepSize;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What {@code geodesic run --help} says of optimizers is what their catalog holds. */
class HelpTest {
  private static final String HELP =
      Objects.requireNonNull(Geodesic.commandLine().getSubcommands().get("run")).getUsageMessage();

  @Test
  void everyOptimizerHasItsKeysUnderIt() {
    String words = HELP.replaceAll("\\s+", " ");
    StringBuilder expected = new StringBuilder("every optimizer ");
    append(expected, StepSize.PARAMETERS);
    for (Family<?> optimizer : Families.ALL) {
      expected.append(optimizer.name()).append(": ").append(optimizer.description()).append(' ');
      append(
          expected,
          optimizer.parameters().stream()
              .filter(key -> !StepSize.PARAMETERS.contains(key))
              .toList());
    }

    assertThat(words).contains(expected);
  }

  @Test
  void everyCommandIsOneOfTheProgram() {
    List<String> known =
        new ArrayList<>(
            Geodesic.commandLine().getSubcommands().values().stream()
                .map(command -> command.getCommandSpec().userObject().getClass().getName())
                .toList());
    known.add(Geodesic.class.getName());

    assertThat(
            new ClassFileImporter()
                .importPackages(Geodesic.class.getPackageName()).stream()
                    .filter(type -> type.isAnnotatedWith(CommandLine.Command.class))
                    .map(JavaClass::getName))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  @Test
  void everySectionHasItsKeysUnderIt() {
    StringBuilder expected = new StringBuilder("Sections of a conf, their keys and defaults: ");
    Sections.PARAMETERS.forEach(
        (section, keys) -> {
          expected.append(section).append(' ');
          append(expected, keys);
        });

    assertThat(HELP.replaceAll("\\s+", " ")).contains(expected);
  }

  private static void append(StringBuilder text, List<? extends Parameter<?>> keys) {
    for (Parameter<?> key : keys) {
      String defaultText = key.defaultText().isEmpty() ? "required" : key.defaultText();
      text.append("%s %s %s ".formatted(key.key(), defaultText, key.help()));
    }
  }

  /**
   * With {@code --deploy-mode cluster} the launcher looks for the conf among the arguments of run:
   * the value of an option is none.
   */
  @Test
  void theLauncherKnowsWhichOptionsOfRunHaveAValue() throws IOException {
    String launcher = Files.readString(RunningProgram.ROOT.resolve("submit/geodesic"));
    String skipped = launcher.replaceFirst("(?s).*\n *(--set [^)]*)\\) .*", "$1");
    assertThat(skipped.split(" \\| ", -1))
        .containsExactlyInAnyOrderElementsOf(
            Objects.requireNonNull(Geodesic.commandLine().getSubcommands().get("run"))
                .getCommandSpec()
                .options()
                .stream()
                .filter(option -> option.arity().max() > 0)
                .map(option -> option.longestName())
                .filter(name -> !name.equals("--results"))
                .toList());
  }

  /** Every command, the program itself first. */
  static Stream<CommandLine> commands() {
    return commands(Geodesic.commandLine());
  }

  private static Stream<CommandLine> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::commands));
  }

  static Stream<Arguments> pages() {
    return commands()
        .map(
            command ->
                Arguments.of(command.getCommandSpec().qualifiedName(), command.getUsageMessage()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void everyPageHasExitCodesAndExamplesAndFitsItsWidth(String name, String page) {
    assertThat(page)
        .containsPattern("(?m)^Exit codes:\\n  0   +\\S.*\\n(  .*\\n)*  2   +the request is wrong")
        .containsPattern("(?m)^Examples:\\n  ");
    assertThat(page.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  /** A command line has only its own command described to the library. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void aCommandByItselfHasTheSamePage(String name, String page) {
    String line = (name + " --help").substring("geodesic ".length());

    assertThat(InProcess.execute(line.split(" "))).isEqualTo(new End(0, page, ""));
  }

  @Test
  void aRunTellsOfEveryEndThatItHas() {
    assertThat(HELP)
        .containsSubsequence(
            "\n  " + Geodesic.FAILED + " ",
            "\n  " + Geodesic.WRONG_REQUEST + " ",
            "\n  " + Geodesic.OUT_OF_TIME + " ",
            "\n  " + Geodesic.INTERRUPTED + " ");
  }

  /** Spark's own options are the launcher's to take away. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void everyExampleIsACommandLine(String name, String page) {
    String examples =
        page.substring(page.indexOf("\nExamples:\n") + 11).replaceAll(" --master \\S+", "");
    Matcher example =
        Pattern.compile("  geodesic (?<line>(?:\"[^\"]*\"|[^\"\\n])*)").matcher(examples);
    int found = 0;
    while (example.find()) {
      List<String> words = new ArrayList<>();
      Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(example.group("line"));
      while (word.find()) {
        words.add(word.group(1) == null ? word.group(2) : word.group(1));
      }
      Geodesic.commandLine().parseArgs(words.toArray(String[]::new));
      assertThat("geodesic " + String.join(" ", words)).startsWith(name);
      found++;
    }
    assertThat(found)
        .isEqualTo(
            name.equals("geodesic completion") ? 0 : examples.split("  geodesic ").length - 1);
  }

  @Test
  void whatIsRequiredAndWhatIsOffIsSaid() {
    assertThat(HELP)
        .containsPattern("(?m)^    learning-rate +required +factor on the direction")
        .containsPattern("(?m)^    max-kl +off +largest mean KL")
        .containsPattern("(?m)^  kfac: natural gradient .*\n    damping +required ")
        .containsPattern("(?m)^  cg: natural gradient .*\n    damping +0 ")
        .containsPattern("(?ms)^  spring: .*^    momentum +0.9 ");
  }

  @Test
  void allThatADataSetMayBeIsSaid() {
    String page =
        commands()
            .filter(
                command -> command.getCommandSpec().qualifiedName().equals("geodesic data info"))
            .map(command -> command.getUsageMessage(Ansi.OFF).replaceAll("\\s+", " "))
            .findFirst()
            .orElseThrow();

    assertThat(page).contains(Publication.ALL.stream().map(Publication::name).toList());
    assertThat(page).contains(DataFormat.all().stream().map(DataFormat::words).toList());
  }

  @Test
  void itComesBeforeTheFooter() {
    assertThat(HELP)
        .containsSubsequence(
            "--cross-check=N", "Optimizers of a conf", "  spring: ", "Options of spark-submit");
  }
}
