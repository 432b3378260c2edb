package org.atelier.benchmarks.experiments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.atelier.data.batch.ImageBatch;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.files.NewFile;
import org.atelier.model.Gan;
import org.atelier.model.network.Network;
import org.atelier.optim.Ema;
import org.atelier.random.CounterRandom;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains a model by its {@link Recipe} and writes samples of it; or writes what the Python side
 * needs to do the same: the options and budget, and a model's weights with what it computes from
 * them, by which it checks that its networks are these.
 */
@Command(name = "train", mixinStandardHelpOptions = true)
final class Train implements Callable<Integer> {
  static final String RECIPE = "recipe.json";
  private static final String CHECK = "check.safetensors";
  private static final int CHECKED = 8;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  @Option(names = "--model", required = true)
  private String model = "";

  @Option(names = "--seed")
  private long seed;

  @Option(names = "--steps", description = "In place of the recipe's, for a quick look.")
  private @Nullable Long steps;

  @Option(names = "--data", description = "Folder of Fashion-MNIST's training files.")
  private @Nullable Path data;

  @Option(names = "--samples")
  private int samples = 10_000;

  @Option(names = "--describe", description = "Write the recipe and the check; train nothing.")
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
    run(Recipe.named(model));
    return 0;
  }

  private <B extends ImageBatch> void run(Recipe<B> recipe) throws IOException {
    long length = steps == null ? recipe.steps() : steps;
    try (Gan<B> gan = recipe.model().get()) {
      if (describe) {
        describe(recipe, gan, length);
      } else {
        train(recipe, gan, length);
      }
    }
  }

  private <B extends ImageBatch> void train(Recipe<B> recipe, Gan<B> gan, long length)
      throws IOException {
    var learnt = recipe.data().apply(Clothes.open(data).training());
    long start = System.nanoTime();
    Run.finish(gan, learnt, recipe.batch(), length, seed, out.resolve("run"));
    var record = new JsonObject();
    record.addProperty("seconds", Math.round((System.nanoTime() - start) / 1e8) / 10.0);
    NewFile.write(out.resolve("record.json"), GSON.toJson(record));
    int[] labels =
        recipe.classes() > 0
            ? IntStream.range(0, samples).map(i -> i % recipe.classes()).toArray()
            : null;
    // Another seed than the training's: its latents are none that were seen.
    Samples.write(out, gan.sample(samples, seed + 1_000_000), labels);
  }

  private <B extends ImageBatch> void describe(Recipe<B> recipe, Gan<B> gan, long length)
      throws IOException {
    gan.initialize(0);
    var description = new JsonObject();
    description.addProperty("model", recipe.name());
    description.addProperty("steps", length);
    description.addProperty("batch", recipe.batch());
    description.addProperty("classes", recipe.classes());
    description.addProperty("samples", samples);
    description.addProperty("decay", gan.generator().average().map(Ema::decay).orElse(0.0));
    description.add("options", GSON.toJsonTree(gan.options()));
    NewFile.write(out.resolve(RECIPE), GSON.toJson(description));
    var tensors = new LinkedHashMap<String, HostTensor>();
    add(tensors, "generator.", gan.generator());
    add(tensors, "discriminator.", gan.discriminator());
    int classes = recipe.classes();
    try (NDManager scope = NDManager.newBaseManager(gan.device(), "PyTorch")) {
      NDArray latents = latents(scope, gan.generator().latentSize());
      var told = new NDList();
      if (classes > 0) {
        told.add(
            HostValues.toArray(
                scope,
                IntStream.range(0, CHECKED).mapToLong(i -> i % classes).toArray(),
                new Shape(CHECKED)));
        tensors.put("check.labels", HostTensor.of(told.get(0)));
      }
      NDArray pictures = Gradients.withoutRecording(() -> gan.generate(latents, told));
      var judged = new NDList(pictures);
      if (gan.discriminator().inputShapes().size() > 1) {
        judged.addAll(told);
      }
      NDList scores =
          Gradients.withoutRecording(
              () -> gan.discriminator().evaluateAll(judged.toArray(NDArray[]::new)));
      tensors.put("check.latents", HostTensor.of(latents));
      tensors.put("check.pictures", HostTensor.of(pictures));
      tensors.put("check.scores", HostTensor.of(scores.get(0)));
      Safetensors.write(out.resolve(CHECK), tensors, Map.of());
    }
  }

  private static void add(Map<String, HostTensor> tensors, String prefix, Network network) {
    network.parameters().forEach((name, a) -> tensors.put(prefix + name, HostTensor.of(a)));
    network.buffers().forEach((name, a) -> tensors.put(prefix + name, HostTensor.of(a)));
  }

  private static NDArray latents(NDManager scope, int size) {
    var random = CounterRandom.of(1);
    var values = new float[CHECKED * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return HostValues.toArray(scope, values, new Shape(CHECKED, size));
  }
}
