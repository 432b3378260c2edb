package org.atelier.cli;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.source.ImageFolder;
import org.atelier.datasets.FashionMnist;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.metrics.NetworkFeatures;
import org.atelier.metrics.Score;
import org.atelier.metrics.sets.Evaluation;
import org.atelier.metrics.sets.EvaluationOptions;
import org.atelier.model.network.Network;
import org.atelier.monitoring.LossPlot;
import org.atelier.monitoring.SampleGrid;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.cyclegan.CycleGan;

/**
 * The Java of the README and of the guides to metrics and translation, word for word, so that it
 * compiles; {@link ReadmeTest} compares.
 */
final class ReadmeSnippets {
  private ReadmeSnippets() {}

  static void train() throws IOException {
    var options =
        DcganOptions.defaults()
            .withPicture(PictureShape.grey(32))
            .withNetworks(StridedNetworks.of(32, 32));
    var training = TrainingOptions.defaults().withSteps(1500).withSeed(1);
    try (var gan = new Dcgan(options)) {
      new TrainingLoop<>(gan, FashionMnist.embedded().images(32), training)
          .run(Path.of("runs/clothes"));
    }
  }

  static void loadAndSample() throws IOException {
    try (var gan = Dcgan.load(Path.of("runs/clothes"))) {
      List<Picture> pictures = gan.sample(64, 7L);
      Pictures.write(PictureGrid.defaults().arrange(pictures), Path.of("clothes.png"));
    }
  }

  static void goOn() throws IOException {
    Path run = Path.of("runs/clothes");
    Checkpoint checkpoint = Checkpoints.latest(run);
    var longer = checkpoint.trainingOptions().withSteps(3000);
    try (var gan = new Dcgan(checkpoint.options(DcganOptions.class))) {
      new TrainingLoop<>(gan, FashionMnist.embedded().images(32), longer).resume(run);
    }
  }

  static void learnFromFolder() throws IOException {
    var pictures = ImageFolder.open(Path.of("my-pictures"));
    try (var gan = new Dcgan(DcganOptions.defaults())) {
      new TrainingLoop<>(gan, pictures.images(64), TrainingOptions.defaults().withEpochs(50))
          .with(new SampleGrid(gan::sample, 64, 100), new LossPlot())
          .run(Path.of("runs/mine"));
    }
  }

  static void translate() throws IOException {
    try (CycleGan model = CycleGan.load(Path.of("runs/cyclegan"))) {
      Picture fakeB = model.translationTo("B").apply(Pictures.read(Path.of("in.png")));
    }
  }

  static Score measure(Network classifier, Iterable<NDArray> real, NDArray samples)
      throws IOException {
    var network = new NetworkFeatures(classifier);
    var options = EvaluationOptions.defaults();
    try (var evaluation = new Evaluation(network, "my pictures, test", options)) {
      real.forEach(evaluation::addReference);
      evaluation.addGenerated(samples);
      evaluation.reference().write(Path.of("my-pictures.safetensors"));
      return evaluation.frechetDistance();
    }
  }
}
