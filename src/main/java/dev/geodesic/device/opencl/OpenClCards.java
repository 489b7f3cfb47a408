package dev.geodesic.device.opencl;

import dev.geodesic.device.cpu.NativeLibraries;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencl.global.OpenCL;

/** Finds the devices of all OpenCL drivers of the machine. */
public sealed interface OpenClCards {

  /**
   * There is OpenCL.
   *
   * @param cards all devices, at least one, in the order in which drivers list them
   */
  record Present(List<OpenClCard> cards) implements OpenClCards {}

  /**
   * There is no OpenCL device.
   *
   * @param reason a clause for messages
   */
  record Absent(String reason) implements OpenClCards {}

  /** Asks the drivers. */
  static OpenClCards ofThisMachine() {
    try {
      NativeLibraries.choose();
      Loader.load(OpenCL.class);
    } catch (LinkageError e) {
      return new Absent("libOpenCL.so.1, the loader of its drivers, cannot be loaded");
    }
    List<OpenClCard> cards = CardSurvey.all().stream().map(CardSurvey::card).toList();
    return cards.isEmpty() ? new Absent("no driver of it offers a device") : new Present(cards);
  }
}
