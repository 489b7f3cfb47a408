package dev.geodesic.train;

import dev.geodesic.device.Device;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.space.Leg;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves and resumes legs. One that was resumed reaches the same bits as one that never stopped, and
 * a trial that goes on in another pack those of one that trained on where it was.
 */
final class Resumption {
  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

  private final Leg leg;
  private final ResidentData data;
  private final Device device;

  private Resumption(Leg leg, ResidentData data, Device device) {
    this.leg = leg;
    this.data = data;
    this.device = device;
  }

  /**
   * Returns a trainer of the leg at its newest checkpoint, else where the legs before it ended,
   * else at the beginning.
   */
  static PackTrainer start(
      Leg leg, ResidentData data, Device device, Checkpoints checkpoints, RungStates states) {
    Resumption resumption = new Resumption(leg, data, device);
    return resumption
        .atCheckpoint(checkpoints)
        .or(() -> resumption.atSources(states))
        .orElseGet(
            () ->
                new PackTrainer(
                    leg,
                    data,
                    device,
                    0,
                    leg.pack().trials().stream().map(TrialRecord::new).toList()));
  }

  private Optional<PackTrainer> atCheckpoint(Checkpoints checkpoints) {
    try {
      Optional<InputStream> newest = checkpoints.newest();
      if (newest.isPresent()) {
        try (InputStream in = newest.get()) {
          return Optional.of(read(List.of(leg.id()), List.of(in)));
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("A checkpoint is ignored, of pack {}: {}", leg.id(), e.toString());
    }
    return Optional.empty();
  }

  private Optional<PackTrainer> atSources(RungStates states) {
    if (leg.sources().isEmpty()) {
      return Optional.empty();
    }
    List<InputStream> opened = new ArrayList<>();
    try {
      for (String source : leg.sources()) {
        opened.add(states.open(source));
      }
      return Optional.of(read(leg.sources(), opened));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Pack {} starts anew, as a rung cannot be read: {}", leg.id(), e.toString());
      return Optional.empty();
    } finally {
      opened.forEach(Resumption::close);
    }
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      LOG.warn("Cannot close a state: {}", e.toString());
    }
  }

  /**
   * Writes the state of a trainer between two steps.
   *
   * @param records of all its trials
   */
  static void write(
      PackTrainer trainer,
      SavedRecords.Heading heading,
      List<TrialRecord> records,
      String owner,
      OutputStream out)
      throws IOException {
    BlockOutputStream blocks = CheckpointFormat.begin(out, owner);
    StateWriter state = new StateWriter(blocks);
    SavedRecords.write(heading, records, state);
    trainer.save(state);
    blocks.end();
  }

  /**
   * Reads the states of one leg or several, and merges them. Batches are not stored, but drawn
   * again from the seed, which takes far less time than training on them.
   */
  private PackTrainer read(List<String> legs, List<InputStream> in) throws IOException {
    Schedule schedule = leg.pack().structure().schedule();
    Map<String, Trial> trials =
        leg.pack().trials().stream().collect(Collectors.toMap(Trial::id, trial -> trial));
    List<BlockInputStream> blocks = new ArrayList<>();
    List<SavedRecords> sources = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      BlockInputStream block =
          CheckpointFormat.open(in.get(i), CheckpointFormat.owner(legs.get(i), schedule, device));
      blocks.add(block);
      sources.add(SavedRecords.read(trials, new StateReader(block)));
    }
    int taken = sources.get(0).heading().taken();
    Map<String, TrialRecord> found = new HashMap<>();
    for (SavedRecords source : sources) {
      int step = source.heading().taken();
      if (step != taken) {
        throw new IOException("states must be of one step, got: %d and %d".formatted(taken, step));
      }
      found.putAll(source.asked());
    }
    List<TrialRecord> records = new ArrayList<>();
    for (Trial trial : leg.pack().trials()) {
      TrialRecord record = found.get(trial.id());
      if (record == null) {
        throw new IOException("no state holds trial " + trial.id());
      }
      records.add(record);
    }
    PackTrainer trainer = new PackTrainer(leg, data, device, taken, records);
    try {
      trainer.restore(StateReader.merging(blocks, places(records, sources)));
      for (BlockInputStream block : blocks) {
        block.expectEnd();
      }
      return trainer;
    } catch (IOException | RuntimeException e) {
      trainer.close();
      throw e;
    }
  }

  /** Returns for each source the places that its living trials take among those of the leg. */
  private static List<int[]> places(List<TrialRecord> records, List<SavedRecords> sources) {
    Map<String, Integer> places = new HashMap<>();
    records.stream()
        .filter(TrialRecord::isAlive)
        .forEach(record -> places.put(record.trial().id(), places.size()));
    return sources.stream()
        .map(
            source ->
                source.alive().stream()
                    .mapToInt(id -> places.getOrDefault(id, StateReader.NOWHERE))
                    .toArray())
        .toList();
  }
}
