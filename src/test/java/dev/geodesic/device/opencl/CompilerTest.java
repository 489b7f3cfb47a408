package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencl.global.OpenCL.clReleaseProgram;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.device.opencl.Compiler.Compiled;
import dev.geodesic.device.opencl.Contexts.Context;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards.Present;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.opencl._cl_program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerTest {
  private static final String SOURCE =
      "__kernel void one(__global int *x) { x[get_global_id(0)] = 1; }";

  @TempDir private Path folder;

  private static OpenClCard card(String name, String driver) {
    return new OpenClCard(0, Kind.GPU, name, "p", driver, 1, 1, 1, 1, 1, true, null);
  }

  @Test
  void aBinaryIsOfOneDeviceDriverAndSource() {
    Set<Binaries.Key> keys =
        Stream.of(
                Binaries.Key.of(card("a", "1"), "-x", "s"),
                Binaries.Key.of(card("b", "1"), "-x", "s"),
                Binaries.Key.of(card("a", "2"), "-x", "s"),
                Binaries.Key.of(card("a", "1"), "-y", "s"),
                Binaries.Key.of(card("a", "1"), "-x", "t"))
            .collect(Collectors.toSet());
    assertThat(keys).hasSize(5).contains(Binaries.Key.of(card("a", "1"), "-x", "s"));
  }

  @Test
  void onlyWholeBinariesAreRead() throws IOException {
    Binaries binaries = new Binaries(folder.resolve("kernels"));
    Binaries.Key key = Binaries.Key.of(card("a", "1"), "", "s");
    byte[] binary = {1, 2, 3};
    assertThat(binaries.read(key)).isEmpty();
    binaries.write(key, binary);
    assertThat(binaries.read(key)).hasValueSatisfying(read -> assertThat(read).isEqualTo(binary));
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("kernels"))) {
      file = files.collect(Collectors.collectingAndThen(Collectors.toList(), all -> all.get(0)));
    }
    byte[] content = Files.readAllBytes(file);
    for (int length : new int[] {0, 10, content.length - 1}) {
      Files.write(file, Arrays.copyOf(content, length));
      assertThat(binaries.read(key)).isEmpty();
    }
    content[content.length - 1]++;
    Files.write(file, content);
    assertThat(binaries.read(key)).isEmpty();
    binaries.write(key, binary);
    assertThat(binaries.read(key)).isPresent();
  }

  @Test
  void aFolderThatCannotBeMadeIsNoTrouble() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Binaries binaries = new Binaries(file);
    Binaries.Key key = Binaries.Key.of(card("a", "1"), "", "s");
    binaries.write(key, new byte[] {1});
    assertThat(binaries.read(key)).isEmpty();
  }

  private void withCompiler(Consumer<Compiler> test) {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
    CardSurvey survey = CardSurvey.all().get(0);
    try (Context context = Contexts.of(survey.device())) {
      test.accept(new Compiler(context.handle(), survey, survey.card(), new Binaries(folder)));
    }
  }

  @Test
  void takesItsOwnBinaryAndRefusesOthers() {
    withCompiler(
        compiler -> {
          _cl_program source = compiler.ofSource(SOURCE);
          byte[] binary = Compiler.binary(source);
          clReleaseProgram(source);
          assertThat(binary).isNotEmpty();
          assertThat(compiler.ofBinary(new byte[] {1, 2, 3, 4})).isNull();
          clReleaseProgram(Objects.requireNonNull(compiler.ofBinary(binary)));
          assertThatThrownBy(() -> compiler.ofSource("nonsense"))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("OpenCL's compiler refuses the kernels: ");
        });
  }

  @Test
  void kernelsAreCompiledOnceForAContextAndLimits() {
    withCompiler(
        compiler -> {
          Limits limits = new Limits(16, 8 << 10);
          try (Context context = Contexts.of(CardSurvey.all().get(0).device())) {
            Compiled first = context.program(limits, compiler);
            assertThat(context.program(limits, compiler)).isSameAs(first);
            assertThat(first.limits()).isEqualTo(limits);
            assertThat(context.program(new Limits(32, 8 << 10), compiler)).isNotSameAs(first);
          }
        });
  }
}
