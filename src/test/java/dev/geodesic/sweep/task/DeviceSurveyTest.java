package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.sweep.task.DeviceSurvey.Found;
import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceSurveyTest {
  private static final Found LACKS = new Found.Refused("1 on host-1", "device opencl needs a card");
  private static final Found HAS = new Found.Chosen("device: opencl on Card");

  @Test
  void oneExecutorWithoutADeviceEndsNoRun() {
    List<String> said = new ArrayList<>();

    assertThat(DeviceSurvey.chosen(List.of(LACKS, HAS, LACKS), said::add)).isEqualTo(HAS);
    assertThat(said)
        .containsExactly(
            "note: executor 1 on host-1 has no device: device opencl needs a card; packs go to"
                + " others");
  }

  @Test
  void whereNoneHasOneTheRequestIsRefused() {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> DeviceSurvey.chosen(List.of(LACKS, LACKS), line -> {}))
        .withMessage("device opencl needs a card");
  }

  /** The console is to say why the run has not begun; an executor's log does not reach it. */
  @Test
  void beforeACardIsTriedOutTheDriverIsTold() {
    DeviceSurvey.Choosing choosing =
        say -> {
          say.accept("device: Card is tried out");
          return DeviceChoice.processor();
        };
    assertThat(DeviceSurvey.found(choosing, false))
        .isEqualTo(new Found.Untried("device: Card is tried out"));
    assertThat(DeviceSurvey.found(choosing, true))
        .isEqualTo(new Found.Chosen("device: cpu, as asked for"));
    assertThat(DeviceSurvey.found(say -> DeviceChoice.processor(), false))
        .as("where that is known")
        .isInstanceOf(Found.Chosen.class);
  }

  static Stream<Throwable> troubles() {
    return Stream.of(
        new IllegalStateException("it fails\nmore"),
        new DeviceLostException("it fails", new IllegalStateException("status -2")),
        new OutOfMemoryError("it fails"),
        new UnsatisfiedLinkError("it fails"));
  }

  /** A compiler's refusal, a lost card, no memory, a library of another version. */
  @ParameterizedTest
  @MethodSource("troubles")
  void howeverADriverFailsItIsToldInOneLine(Throwable trouble) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> DeviceSurvey.orRefused(() -> thrown(trouble)))
        .withMessage(
            "Cannot open the device: it fails; mend that, or take cpu instead, by sweep.device or"
                + " --device")
        .withCause(trouble);
  }

  private static String thrown(Throwable trouble) {
    if (trouble instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) trouble;
  }
}
