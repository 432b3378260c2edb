package org.atelier.train;

import ai.djl.engine.Engine;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.files.NewFile;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code run.json}: what was run (options, seed, data, versions, machine) and what came of it
 * (losses, images per second, wall time). The loop always has one.
 *
 * <p>Written at the start, at every checkpoint and at the end, so that a killed run leaves one too.
 * A resumed run adds its time to what was there.
 */
public final class RunRecord implements LoopListener {
  /** The file's name in the run's folder. */
  public static final String FILE = "run.json";

  private final String data;
  private final Map<String, Float> lastMetrics = new LinkedHashMap<>();
  private @Nullable TrainingRun run;
  private JsonObject earlier = new JsonObject();
  private String started = "";
  private long startNanos;
  private long stepsDone;

  /**
   * A record.
   *
   * @param data the fingerprint of the training data
   */
  public RunRecord(String data) {
    this.data = data;
  }

  @Override
  public void onStart(TrainingRun run) throws IOException {
    this.run = run;
    stepsDone = run.firstStep();
    startNanos = System.nanoTime();
    Path file = run.folder().resolve(FILE);
    earlier = run.firstStep() > 0 && Files.exists(file) ? read(file) : new JsonObject();
    started =
        earlier.has("started")
            ? earlier.get("started").getAsString()
            : Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    write("running", "");
  }

  private static JsonObject read(Path file) throws IOException {
    try {
      JsonObject json = Checkpoint.GSON.fromJson(Files.readString(file), JsonObject.class);
      return json == null ? new JsonObject() : json;
    } catch (JsonParseException e) {
      // The record is for people; a damaged one must not keep a run from going on.
      return new JsonObject();
    }
  }

  @Override
  public void onStep(StepReport report) {
    stepsDone = report.stepsDone();
    lastMetrics.putAll(report.metrics());
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) throws IOException {
    write("running", "");
  }

  @Override
  public void onEnd(Outcome outcome) throws IOException {
    write(outcome.status(), outcome.message());
  }

  private void write(String status, String message) throws IOException {
    TrainingRun now = java.util.Objects.requireNonNull(run);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    long steps = stepsDone - now.firstStep();
    double images = (double) steps * now.options().batchSize() * now.options().accumulation();
    var json = new JsonObject();
    json.addProperty("status", status);
    json.addProperty("message", message);
    json.addProperty("model", now.model().getClass().getName());
    json.add("options", Checkpoint.GSON.toJsonTree(now.model().options()));
    json.add("training", Checkpoint.GSON.toJsonTree(now.options()));
    json.addProperty("seed", now.options().seed());
    json.addProperty(
        "precision",
        now.model().networks().get(0).precision().name().toLowerCase(java.util.Locale.ROOT));
    json.addProperty("data", data);
    json.addProperty("started", started);
    json.addProperty("steps", stepsDone);
    json.addProperty("wallSeconds", number(earlier.get("wallSeconds")) + seconds);
    json.addProperty("imagesPerSecond", seconds > 0 ? images / seconds : 0);
    json.add("losses", Checkpoint.GSON.toJsonTree(finite(lastMetrics)));
    json.add("versions", versions());
    json.add("machine", machine(now));
    NewFile.write(now.folder().resolve(FILE), Checkpoint.GSON.toJson(json) + "\n");
  }

  /** JSON has no NaN; what is not finite becomes a text. */
  private static Map<String, Object> finite(Map<String, Float> metrics) {
    var values = new LinkedHashMap<String, Object>();
    metrics.forEach(
        (name, value) -> values.put(name, Float.isFinite(value) ? value : value.toString()));
    return values;
  }

  private static double number(@Nullable JsonElement element) {
    return element == null || element instanceof JsonNull || !element.isJsonPrimitive()
        ? 0
        : element.getAsDouble();
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
    machine.addProperty("device", run.model().device().toString());
    return machine;
  }
}
