package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.AutoComplete;

/** What bash offers after it has read the script. */
class CompletionTest {
  @TempDir private Path directory;

  /** The words that the last of {@code words} may become. */
  private List<String> completions(String... words) throws IOException, InterruptedException {
    Path script =
        Files.writeString(
            directory.resolve("completion.bash"),
            AutoComplete.bash("geodesic", Geodesic.commandLine()));
    String ask =
        """
        source "$1"; shift
        complete -p geodesic >/dev/null || exit 1
        # A builtin that only a keyboard's completion may call; it chooses how names of files look.
        compopt() { :; }
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _complete_geodesic
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    List<String> command = new ArrayList<>(List.of("bash", "-c", ask, "bash"));
    command.add(script.toString());
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(out).isZero();
    return out.lines().filter(line -> !line.isBlank()).toList();
  }

  @Test
  void everyCommandIsOffered() throws IOException, InterruptedException {
    assertThat(completions("submit/geodesic", ""))
        .containsAll(Geodesic.commandLine().getSubcommands().keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "ru, run",
    "run --time, --time-budget",
    "run --no, --notify",
    "plan --res, --results",
    "query --for, --format",
    "query --format j, json",
    "data inf, info",
    "bench --slo, --slots"
  })
  void aBeginningIsCompleted(String beginning, String completion)
      throws IOException, InterruptedException {
    assertThat(completions(("submit/geodesic " + beginning).split(" ")))
        .containsExactly(completion);
  }
}
