package org.atelier.benchmarks.experiments.translation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.atelier.data.source.InMemory;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.files.NewFile;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.model.GenerativeModel;
import org.atelier.model.network.Network;
import org.atelier.random.CounterRandom;
import org.atelier.train.CheckpointOptions;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains a {@link Task}'s model and writes what it makes of the held-out pictures; or writes what
 * the Python side needs to do the same: options and budget, all pictures, and every network's
 * weights with what it computes from them, by which it checks that its networks are these.
 */
@Command(name = "train", mixinStandardHelpOptions = true)
final class Train implements Callable<Integer> {
  private static final int CHECKED = 4;
  private static final int AT_ONCE = 32;
  private static final long CHECKPOINT_EVERY = 500;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  @Option(names = "--model", required = true)
  private String model = "";

  @Option(names = "--seed")
  private long seed;

  @Option(names = "--steps", description = "In place of the task's, for a quick look.")
  private @Nullable Long steps;

  @Option(names = "--describe", description = "Write the task for the Python side; train nothing.")
  private boolean describe;

  @Option(names = "--out", required = true)
  private Path out = Path.of("");

  private Train() {}

  /** Trains, or describes. */
  public static void main(String... args) {
    System.exit(new CommandLine(new Train()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(out);
    run(Tasks.named(model));
    return 0;
  }

  private <B, M extends GenerativeModel<B>> void run(Task<B, M> task) throws IOException {
    long length = steps == null ? task.steps() : steps;
    try (M untrained = task.model().get()) {
      if (describe) {
        describe(task, untrained, length);
      } else {
        train(task, untrained, length);
      }
    }
  }

  private <B, M extends GenerativeModel<B>> void train(Task<B, M> task, M untrained, long length)
      throws IOException {
    var options =
        TrainingOptions.defaults()
            .withBatchSize(task.batch())
            .withSteps(length)
            .withSeed(seed)
            .withCheckpoints(new CheckpointOptions(CHECKPOINT_EVERY, 1));
    var loop = new TrainingLoop<>(untrained, task.data(), options);
    Path run = out.resolve("run");
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long processor = system.getProcessCpuTime();
    long start = System.nanoTime();
    if (Files.isDirectory(run.resolve("checkpoints"))) {
      loop.resume(run);
    } else {
      loop.run(run);
    }
    var record = new JsonObject();
    record.addProperty("seconds", Math.round((System.nanoTime() - start) / 1e8) / 10.0);
    record.addProperty(
        "processor", Math.round((system.getProcessCpuTime() - processor) / 1e8) / 10.0);
    NewFile.write(out.resolve("record.json"), GSON.toJson(record));
    for (Trial trial : task.trials()) {
      PixelFile.write(PixelFile.of(out, trial.name()), made(task, untrained, trial));
    }
    // Last: what made all else is complete.
    NewFile.write(out.resolve("done"), "");
  }

  private static <B, M extends GenerativeModel<B>> List<Picture> made(
      Task<B, M> task, M model, Trial trial) {
    var made = new ArrayList<Picture>();
    InMemory given = trial.given();
    for (int from = 0; from < given.size(); from += AT_ONCE) {
      int count = Math.min(AT_ONCE, given.size() - from);
      var batch = new ArrayList<Picture>();
      for (int i = from; i < from + count; i++) {
        batch.add(given.picture(i));
      }
      try (NDManager scratch = NDManager.newBaseManager(model.device(), "PyTorch")) {
        NDArray x = Pictures.toBatch(batch, scratch);
        NDArray wanted =
            trial.wanted().length == 0 ? null : labels(scratch, trial.wanted(), from, count);
        made.addAll(Pictures.fromBatch(task.translation().of(model, trial.name(), x, wanted)));
      }
    }
    return made;
  }

  private static NDArray labels(NDManager manager, boolean[][] wanted, int from, int count) {
    int width = wanted[0].length;
    var values = new float[count * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = wanted[from + i / width][i % width] ? 1 : 0;
    }
    return HostValues.toArray(manager, values, new Shape(count, width));
  }

  private void describe(Task<?, ?> task, GenerativeModel<?> model, long length) throws IOException {
    model.initialize(0);
    var description = new JsonObject();
    description.addProperty("model", task.name());
    description.addProperty("steps", length);
    description.addProperty("batch", task.batch());
    description.add("trials", GSON.toJsonTree(task.trials().stream().map(Trial::name).toList()));
    description.add("options", GSON.toJsonTree(model.options()));
    Path data = Files.createDirectories(out.resolve("data"));
    for (Map.Entry<String, InMemory> pictures : task.pictures().entrySet()) {
      PixelFile.write(PixelFile.of(data, pictures.getKey()), pictures.getValue());
    }
    if (task.labels().length > 0) {
      PixelFile.write(PixelFile.of(data, "labels"), task.labels());
    }
    for (Trial trial : task.trials()) {
      PixelFile.write(PixelFile.of(data, trial.name() + "-given"), trial.given());
      PixelFile.write(PixelFile.of(data, trial.name() + "-truth"), trial.truth());
      if (trial.wanted().length > 0) {
        PixelFile.write(PixelFile.of(data, trial.name() + "-wanted"), trial.wanted());
      }
    }
    var tensors = new LinkedHashMap<String, HostTensor>();
    try (NDManager scope = NDManager.newBaseManager(model.device(), "PyTorch")) {
      for (Network network : model.networks()) {
        check(scope, network, tensors);
      }
    }
    Safetensors.write(out.resolve("check.safetensors"), tensors, Map.of());
    NewFile.write(out.resolve("recipe.json"), GSON.toJson(description));
  }

  /** Weights, and what the network computes in training mode, as batch norm learns. */
  private static void check(NDManager scope, Network network, Map<String, HostTensor> tensors) {
    String prefix = network.name() + ".";
    network.parameters().forEach((name, a) -> tensors.put(prefix + name, HostTensor.of(a)));
    network.buffers().forEach((name, a) -> tensors.put(prefix + name, HostTensor.of(a)));
    var inputs = new NDList();
    for (Shape shape : network.inputShapes()) {
      Shape batch = new Shape(CHECKED).addAll(shape);
      var values = new float[Math.toIntExact(batch.size())];
      var random = CounterRandom.of(1, network.name()).fork(inputs.size());
      for (int i = 0; i < values.length; i++) {
        values[i] = 2 * random.nextFloat() - 1;
      }
      tensors.put("check." + prefix + "input" + inputs.size(), HostTensor.of(batch, values));
      inputs.add(HostValues.toArray(scope, values, batch));
    }
    NDList outputs =
        Gradients.withoutRecording(() -> network.forwardAll(inputs.toArray(NDArray[]::new)));
    for (int i = 0; i < outputs.size(); i++) {
      tensors.put("check." + prefix + "output" + i, HostTensor.of(outputs.get(i)));
    }
  }
}
