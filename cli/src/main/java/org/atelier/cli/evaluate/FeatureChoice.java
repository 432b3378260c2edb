package org.atelier.cli.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.command.WeightsFile;
import org.atelier.cli.model.TrainedModel;
import org.atelier.features.FeatureNetworks;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.NetworkFeatures;
import org.atelier.model.capability.Classifying;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the feature network of an evaluation. */
public final class FeatureChoice {
  @Option(
      names = "--classifier",
      paramLabel = "FOLDER",
      description =
          "Feature network: the classifier of a run of train sgan (default: the bundled"
              + " MobileNetV2).")
  private @Nullable Path classifier;

  @Option(
      names = "--inception",
      paramLabel = "FILE",
      description =
          "Feature network: the Inception v3 of FID, from your file of its weights,"
              + " pt_inception-2015-12-05-6726825d.pth, or by the name fid-inception of"
              + " ./atelier weights list. Only with that file are the scores FID, KID and Inception"
              + " Score.")
  private @Nullable WeightsFile inception;

  /** Refuses two networks at once, and a file that does not exist. */
  void check() {
    if (classifier != null && inception != null) {
      throw new UsageException(
          "--classifier and --inception choose different networks; leave one out");
    }
    if (inception != null) {
      inception.check("--inception");
    }
    if (classifier != null) {
      Inputs.folder("--classifier", TrainedModel.FOLDER, classifier);
    }
  }

  /**
   * Opens the network; the caller closes it.
   *
   * @throws IOException if weights of the catalogue cannot be had
   */
  FeatureNetwork open(Device device) throws IOException {
    if (inception != null) {
      Path file = inception.path();
      return UsageException.unless(() -> FeatureNetworks.inceptionV3(file, device));
    }
    if (classifier == null) {
      return FeatureNetworks.mobileNetV2(FeatureNetworks.DEFAULT_SIZE, device);
    }
    TrainedModel trained = TrainedModel.open(classifier, device);
    if (!(trained.model() instanceof Classifying classifying)) {
      trained.close();
      throw new UsageException(
          "--classifier expects a run of a model with a classifier, such as sgan, but got %s"
              .formatted(trained.title()));
    }
    return new Closing(
        "classifier of a run of " + trained.name(),
        new NetworkFeatures(classifying.classifier()),
        trained);
  }

  /** A feature network that closes the model to which it belongs. */
  private record Closing(String name, FeatureNetwork network, TrainedModel owner)
      implements FeatureNetwork {
    @Override
    public String hash() {
      return network.hash();
    }

    @Override
    public String resizer() {
      return network.resizer();
    }

    @Override
    public int featureCount() {
      return network.featureCount();
    }

    @Override
    public Features features(NDArray pictures) {
      return network.features(pictures);
    }

    @Override
    public void close() {
      owner.close();
    }
  }
}
