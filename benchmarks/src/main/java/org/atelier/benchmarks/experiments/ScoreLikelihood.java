package org.atelier.benchmarks.experiments;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atelier.benchmarks.experiments.VaeRecipe.Binarisation;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.files.NewFile;
import org.atelier.model.PublishedWeights;
import org.atelier.model.capability.Evidence;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.model.network.Network;
import org.atelier.vae.GaussianAutoencoder;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures the evidence of held-out pictures by weights, whoever trained them: the mean bound, and
 * the importance-weighted estimate. Writes {@code evidence.json} beside each; what is there by the
 * same options is kept.
 */
@Command(name = "score-likelihood", mixinStandardHelpOptions = true)
final class ScoreLikelihood implements Callable<Integer> {
  static final String EVIDENCE = "evidence.json";
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  @Option(names = "--model", required = true)
  private String model = "";

  @Option(names = "--data", description = "Folder of Fashion-MNIST's training files.")
  private @Nullable Path data;

  @Option(names = "--binarised")
  private Binarisation binarised = Binarisation.DRAWN;

  @Option(names = "--draws", description = "Of z for each picture.")
  private int draws = 200;

  @Option(names = "--pictures", description = "The first of the held-out ones, for a quick look.")
  private int most = 10_000;

  @Parameters(description = "Folders of weights.")
  private List<Path> folders = List.of();

  private ScoreLikelihood() {}

  /** Measures. */
  public static void main(String... args) {
    System.exit(
        new CommandLine(new ScoreLikelihood())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Clothes clothes = Clothes.open(data);
    TrainingData<Images> all = binarised.of(clothes.heldOut());
    int count = Math.min(most, all.size());
    TrainingData<Images> pictures = all.subset(IntStream.range(0, count).toArray());
    for (Path folder : folders) {
      var how = new JsonObject();
      how.addProperty("pictures", count);
      how.addProperty("draws", draws);
      how.addProperty("binarised", binarised.toString());
      how.addProperty("split", clothes.split());
      if (!isThere(folder.resolve(EVIDENCE), how)) {
        JsonObject measured = measure(folder.resolve(TrainLikelihood.WEIGHTS), pictures);
        measured.add("how", how);
        NewFile.write(folder.resolve(EVIDENCE), GSON.toJson(measured));
      }
      System.out.printf("Measured %s%n", folder);
    }
    return 0;
  }

  private static boolean isThere(Path file, JsonObject how) throws IOException {
    return Files.exists(file)
        && how.equals(GSON.fromJson(Files.readString(file), JsonObject.class).get("how"));
  }

  private JsonObject measure(Path weights, TrainingData<Images> pictures) throws IOException {
    try (GaussianAutoencoder<ExampleBatch> vae = VaeRecipe.named(model).model().get()) {
      vae.initialize(0);
      Map<String, HostTensor> tensors = Safetensors.read(weights);
      for (Network network : List.of(vae.encoder(), vae.decoder())) {
        fill(network, weights, tensors);
      }
      Evidence mean =
          Evidence.mean(vae.evidence(pictures, EvidenceOptions.defaults().withSamples(draws)));
      var json = new JsonObject();
      json.addProperty("elbo", mean.elbo());
      json.addProperty("reconstruction", mean.reconstruction());
      json.addProperty("kl", mean.divergence());
      json.addProperty("nll", -mean.logLikelihood());
      return json;
    }
  }

  private static void fill(Network network, Path file, Map<String, HostTensor> tensors)
      throws IOException {
    String prefix = network.name() + ".";
    Map<String, HostTensor> own =
        tensors.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    new PublishedWeights(file, own).into(network);
  }
}
