package dev.geodesic.proof;

import dev.geodesic.device.CardFinder;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.proof.Evidence.Fault;
import dev.geodesic.proof.ProcessFailedException.Meaning;
import dev.geodesic.trial.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The OpenCL devices of this machine, which a process of its own asks for once. That drivers do not
 * answer is kept for other processes, none of which is to wait for them as well; what they answer
 * is not, as a card or a driver may be another one the next time.
 */
public final class OwnProcessFinder implements CardFinder {
  private static final Path VENDORS = Path.of("/etc/OpenCL/vendors");

  /** The variables that name drivers elsewhere. */
  private static final List<String> VARIABLES =
      List.of("OCL_ICD_VENDORS", "OPENCL_VENDOR_PATH", "OCL_ICD_FILENAMES");

  /** What all finders of this process have found. */
  private static final OwnProcessFinder MINE =
      new OwnProcessFinder(
          new OwnProcess(OwnProcessProver.PATIENCE),
          new CardsTask(),
          VENDORS,
          EvidenceFolder.ofUser());

  private final OwnProcess process;
  private final Task<OpenClCards> asking;
  private final Path vendors;
  private final Path cached;
  private @Nullable OpenClCards known;

  OwnProcessFinder(OwnProcess process, Task<OpenClCards> asking, Path vendors, Path cached) {
    this.process = process;
    this.asking = asking;
    this.vendors = vendors;
    this.cached = cached;
  }

  /** Returns the finder of this process, which asks once. */
  public static OwnProcessFinder ofThisMachine() {
    return MINE;
  }

  @Override
  public synchronized OpenClCards cards() {
    OpenClCards cards = known;
    if (cards == null) {
      cards = ask();
      known = cards;
    }
    return cards;
  }

  /** Whether the machine has a GPU on which {@code auto} may train. */
  public boolean findsGpu() {
    return cards() instanceof OpenClCards.Present present
        && present.cards().stream().anyMatch(card -> card.kind() == OpenClCard.Kind.GPU);
  }

  private OpenClCards ask() {
    if (!hasDrivers()) {
      return new OpenClCards.Absent("no OpenCL driver is installed (%s)".formatted(vendors));
    }
    EvidenceFile silence = silence();
    Optional<Fault> before = silence.read().map(Evidence::fault);
    if (before.isPresent()) {
      return absent(before.get(), silence);
    }
    try {
      return process.run(asking);
    } catch (ProcessFailedException e) {
      Fault fault = Fault.passing(e.clause());
      if (e.meaning() == Meaning.NOTHING) {
        return new OpenClCards.Absent(fault.clause());
      }
      silence.write(Evidence.failed(0, fault));
      return absent(fault, silence);
    }
  }

  private static OpenClCards absent(Fault fault, EvidenceFile silence) {
    return new OpenClCards.Absent(
        "%s (%s; they are asked again tomorrow, or once that file is removed)"
            .formatted(fault.clause(), silence.path()));
  }

  /** Returns the file that says that these drivers do not answer. */
  private EvidenceFile silence() {
    String subject = "drivers " + drivers();
    String name = "drivers-%s.json".formatted(ContentHash.of(subject).substring(0, 16));
    return new EvidenceFile(cached.resolve(name), subject);
  }

  /** Describes what is installed: each file with its content, and when it was written. */
  private String drivers() {
    TreeMap<String, String> all = new TreeMap<>();
    VARIABLES.stream()
        .filter(System.getenv()::containsKey)
        .forEach(name -> all.put(name, System.getenv(name)));
    try (Stream<Path> files = Files.list(vendors)) {
      for (Path file : files.toList()) {
        all.put(
            file.toString(),
            "%s %s".formatted(Files.getLastModifiedTime(file), Files.readString(file)));
      }
    } catch (IOException e) {
      all.put("unreadable", e.toString());
    }
    return all.toString();
  }

  /** Whether it is worth the start of a process to ask. */
  private boolean hasDrivers() {
    if (VARIABLES.stream().anyMatch(System.getenv()::containsKey)) {
      return true;
    }
    try (Stream<Path> drivers = Files.list(vendors)) {
      return drivers.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
