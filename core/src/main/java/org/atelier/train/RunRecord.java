package org.atelier.train;

import ai.djl.engine.Engine;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.atelier.data.SkippedExample;
import org.atelier.data.TrainingData;
import org.atelier.files.NewFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code run.json}: the configuration of a run (options, seed, data, versions, machine) and
 * its results (losses, images per second, wall time). The loop always has one.
 *
 * <p>The file is written at the start, at every checkpoint and at the end, so that a killed run has
 * one too. A resumed run adds its wall time to the earlier time; images per second are those of the
 * last session.
 */
public final class RunRecord implements LoopListener {
  /** The file's name in the run's folder. */
  public static final String FILE = "run.json";

  private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);

  /** The largest number of skipped examples that are listed. */
  private static final int MOST_LISTED = 100;

  private static final String SKIPPED = "skipped";
  private static final String ACCEPTED = "acceptedData";

  private final String data;
  private final Supplier<List<SkippedExample>> skipped;
  private JsonArray accepted = new JsonArray();
  private final Map<String, Float> lastMetrics = new LinkedHashMap<>();
  private @Nullable TrainingRun run;
  private JsonObject earlier = new JsonObject();
  private String started = "";
  private long startNanos;
  private long stepsDone;

  /**
   * Creates a record.
   *
   * @param data the fingerprint of the training data
   */
  public RunRecord(String data) {
    this(data, List::of);
  }

  /** Creates a record of this data, with the examples that it has skipped. */
  RunRecord(String fingerprint, TrainingData<?> data) {
    this(fingerprint, data::skipped);
  }

  private RunRecord(String data, Supplier<List<SkippedExample>> skipped) {
    this.data = data;
    this.skipped = skipped;
  }

  /** Returns the fingerprint of the training data. */
  String data() {
    return data;
  }

  /** Notes that the run goes on with changed data from a step. */
  void accept(long step, String differences) {
    var change = new JsonObject();
    change.addProperty("step", step);
    change.addProperty("differences", differences);
    accepted.add(change);
  }

  @Override
  public void onStart(TrainingRun run) throws IOException {
    this.run = run;
    stepsDone = run.firstStep();
    startNanos = System.nanoTime();
    earlier = read(run.folder());
    JsonElement before = earlier.get("started");
    started =
        before != null && before.isJsonPrimitive()
            ? before.getAsString()
            : Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    if (earlier.get(ACCEPTED) instanceof JsonArray changes) {
      changes.addAll(accepted);
      accepted = changes;
    }
    write(RunStatus.RUNNING, "");
  }

  /**
   * Reads the record of a run; empty if it is missing or damaged, so that the run can still be
   * resumed.
   *
   * @param folder the run's folder
   * @throws IOException if the file cannot be read
   */
  public static JsonObject read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      if (Files.isRegularFile(file)) {
        @Nullable JsonObject json =
            Checkpoint.GSON.fromJson(Files.readString(file), JsonObject.class);
        return json == null ? new JsonObject() : json;
      }
    } catch (JsonParseException | CharacterCodingException e) {
      LOG.warn("{} is damaged and will be overwritten", file);
    }
    return new JsonObject();
  }

  @Override
  public void onMetrics(List<StepMetrics> steps) {
    steps.forEach(step -> lastMetrics.putAll(step.values()));
  }

  @Override
  public void onStep(StepReport report) {
    stepsDone = report.stepsDone();
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) throws IOException {
    write(RunStatus.RUNNING, "");
  }

  @Override
  public void onEnd(Outcome outcome) throws IOException {
    write(outcome.status(), outcome.message());
  }

  private void write(RunStatus status, String message) throws IOException {
    TrainingRun now = Objects.requireNonNull(run);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    long steps = stepsDone - now.firstStep();
    double images =
        (double) steps * now.options().batchSize() * now.options().gradients().accumulation();
    var json = new JsonObject();
    json.addProperty("status", status.word());
    json.addProperty("message", message);
    ResumeCheck.identity(now.model(), now.options(), data).asMap().forEach(json::add);
    addSkipped(json);
    if (!accepted.isEmpty()) {
      json.add(ACCEPTED, accepted);
    }
    json.addProperty("seed", now.options().seed());
    json.addProperty("started", started);
    json.addProperty("steps", stepsDone);
    json.addProperty("wallSeconds", number(earlier.get("wallSeconds")) + seconds);
    // A session without a step keeps the earlier value.
    json.addProperty(
        "imagesPerSecond", steps > 0 ? images / seconds : number(earlier.get("imagesPerSecond")));
    JsonElement losses = earlier.get("losses");
    json.add(
        "losses",
        steps > 0 || losses == null ? Checkpoint.GSON.toJsonTree(finite(lastMetrics)) : losses);
    json.add("versions", versions());
    json.add("machine", machine(now));
    NewFile.write(now.folder().resolve(FILE), Checkpoint.GSON.toJson(json) + "\n");
  }

  /** Adds the examples that were skipped in this session and before, if there are any. */
  private void addSkipped(JsonObject json) {
    List<SkippedExample> now = skipped.get();
    var reasons = new LinkedHashSet<String>();
    long before = 0;
    if (earlier.get(SKIPPED) instanceof JsonObject old) {
      before = (long) number(old.get("count"));
      if (old.get("reasons") instanceof JsonArray listed) {
        listed.forEach(reason -> reasons.add(reason.getAsString()));
      }
    }
    now.forEach(example -> reasons.add(example.reason()));
    if (reasons.isEmpty()) {
      return;
    }
    var report = new JsonObject();
    report.addProperty("count", Math.max(reasons.size(), Math.max(before, now.size())));
    report.add("reasons", Checkpoint.GSON.toJsonTree(reasons.stream().limit(MOST_LISTED).toList()));
    json.add(SKIPPED, report);
  }

  /** Converts values that are not finite, which JSON cannot represent, to strings. */
  private static Map<String, Object> finite(Map<String, Float> metrics) {
    var values = new LinkedHashMap<String, Object>();
    metrics.forEach(
        (name, value) -> values.put(name, Float.isFinite(value) ? value : value.toString()));
    return values;
  }

  private static double number(@Nullable JsonElement element) {
    if (element == null || !element.isJsonPrimitive()) {
      return 0;
    }
    try {
      double number = element.getAsDouble();
      return Double.isFinite(number) ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static JsonObject versions() {
    var versions = new JsonObject();
    String atelier = RunRecord.class.getPackage().getImplementationVersion();
    versions.addProperty("atelier", atelier == null ? "development" : atelier);
    versions.addProperty("djl", Engine.getDjlVersion());
    versions.addProperty("pytorch", Engine.getEngine("PyTorch").getVersion());
    versions.addProperty("java", System.getProperty("java.version"));
    return versions;
  }

  private static JsonObject machine(TrainingRun run) {
    var machine = new JsonObject();
    machine.addProperty(
        "system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.addProperty("processors", Runtime.getRuntime().availableProcessors());
    // The order of sums, and so the last bits of a run's results, depend on the number of threads.
    machine.addProperty("engineThreads", System.getProperty("ai.djl.pytorch.num_threads"));
    machine.addProperty("device", run.model().device().toString());
    return machine;
  }
}
