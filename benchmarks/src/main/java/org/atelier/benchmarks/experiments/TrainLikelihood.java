package org.atelier.benchmarks.experiments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.atelier.benchmarks.experiments.VaeRecipe.Binarisation;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.datasets.FashionMnist;
import org.atelier.files.NewFile;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.GaussianAutoencoder;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains an auto-encoder by its {@link VaeRecipe} and writes its weights; or writes what the Python
 * side needs to do the same: the recipe, and one whole step (weights before, pictures, noise, loss,
 * weights after), by which it checks that its own step is this one.
 */
@Command(name = "train-likelihood", mixinStandardHelpOptions = true)
final class TrainLikelihood implements Callable<Integer> {
  static final String RECIPE = "recipe.json";
  static final String WEIGHTS = "weights.safetensors";
  private static final String CHECK = "check.safetensors";
  private static final int CHECKED = 16;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  @Option(names = "--model", required = true)
  private String model = "";

  @Option(names = "--seed")
  private long seed;

  @Option(names = "--steps", description = "In place of the recipe's, for a quick look.")
  private @Nullable Long steps;

  @Option(names = "--data", description = "Folder of Fashion-MNIST's training files.")
  private @Nullable Path data;

  @Option(names = "--binarised")
  private Binarisation binarised = Binarisation.DRAWN;

  @Option(names = "--describe", description = "Write the recipe and the check; train nothing.")
  private boolean describe;

  @Option(names = "--out", required = true)
  private Path out = Path.of("");

  private TrainLikelihood() {}

  /** Trains, or describes. */
  public static void main(String... args) {
    System.exit(
        new CommandLine(new TrainLikelihood())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(out);
    VaeRecipe recipe = VaeRecipe.named(model);
    long length = steps == null ? recipe.steps() : steps;
    try (GaussianAutoencoder<ExampleBatch> vae = recipe.model().get()) {
      if (describe) {
        describe(recipe, vae, length);
      } else {
        train(vae, length);
      }
    }
    return 0;
  }

  private void train(GaussianAutoencoder<ExampleBatch> vae, long length) throws IOException {
    var learnt = binarised.of(Clothes.open(data).training());
    long start = System.nanoTime();
    Run.finish(vae, learnt, VaeRecipe.BATCH, length, seed, out.resolve("run"));
    var record = new JsonObject();
    record.addProperty("seconds", Math.round((System.nanoTime() - start) / 1e8) / 10.0);
    NewFile.write(out.resolve("record.json"), GSON.toJson(record));
    // Last: a run whose weights are there is done.
    Safetensors.replace(out.resolve(WEIGHTS), weights(vae, ""), Map.of());
  }

  private void describe(VaeRecipe recipe, GaussianAutoencoder<ExampleBatch> vae, long length)
      throws IOException {
    AutoencoderOptions networks = VaeRecipe.networks();
    var description = new JsonObject();
    description.addProperty("model", recipe.name());
    description.addProperty("steps", length);
    description.addProperty("batch", VaeRecipe.BATCH);
    description.addProperty("draws", recipe.draws());
    description.addProperty("latentSize", networks.latentSize());
    description.addProperty("learningRate", networks.optimizer().learningRate());
    description.addProperty("binarised", binarised.toString());
    NewFile.write(out.resolve(RECIPE), GSON.toJson(description));
    vae.initialize(0);
    var tensors = new LinkedHashMap<>(weights(vae, "before."));
    try (NDManager scope = NDManager.newBaseManager(vae.device(), "PyTorch")) {
      int[] first = IntStream.range(0, CHECKED).toArray();
      Images pictures =
          binarised.of(FashionMnist.embedded()).load(first, CounterRandom.of(1)).toBatch(scope);
      var step = new Step<ExampleBatch>(0, pictures, scope, CounterRandom.of(2));
      NDArray noise =
          recipe.draws() == 1
              ? step.normal(CHECKED, networks.latentSize())
              : step.normal(recipe.draws(), CHECKED, networks.latentSize());
      vae.noise(step, noise);
      tensors.put("check.pictures", HostTensor.of(pictures.images()));
      tensors.put("check.noise", HostTensor.of(noise));
      List<Phase<ExampleBatch>> phases = vae.phases();
      float loss = phases.get(0).learn(step).total().getFloat();
      tensors.put("check.loss", HostTensor.of(new Shape(1), loss));
    }
    tensors.putAll(weights(vae, "after."));
    Safetensors.replace(out.resolve(CHECK), tensors, Map.of());
  }

  private static Map<String, HostTensor> weights(GaussianAutoencoder<?> vae, String prefix) {
    var tensors = new LinkedHashMap<String, HostTensor>();
    for (Network network : List.of(vae.encoder(), vae.decoder())) {
      network
          .parameters()
          .forEach(
              (name, array) ->
                  tensors.put(prefix + network.name() + "." + name, HostTensor.of(array)));
    }
    return tensors;
  }
}
