package org.atelier.examples;

import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.datasets.FashionMnist;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.monitoring.ProgressBar;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/**
 * How do I use a trained model as a Predictor of DJL? The generator of a DCGAN becomes a {@code
 * Predictor<Latent, Picture>}, which makes {@code predicted.png}; the DCGAN is trained first,
 * unless the run exists.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps.
 */
public final class UseAsPredictor {
  private UseAsPredictor() {}

  /** From latents to pictures; DJL stacks them to batches and takes these apart again. */
  private static final class LatentTranslator implements Translator<Latent, Picture> {
    @Override
    public NDList processInput(TranslatorContext context, Latent latent) {
      return new NDList(context.getNDManager().create(latent.values()));
    }

    @Override
    public Picture processOutput(TranslatorContext context, NDList output) {
      return Picture.of(output.singletonOrThrow());
    }
  }

  /** Runs the example. */
  public static void main(String... args) throws IOException, TranslateException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/UseAsPredictor");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 600;
    if (!Files.exists(run)) {
      var nets = StridedNetworks.of(32, 32); // 32 filters each
      var options = DcganOptions.defaults().withImageSize(32).withChannels(1).withNetworks(nets);
      try (var gan = new Dcgan(options)) {
        var training = TrainingOptions.defaults().withBatchSize(32).withSteps(steps);
        new TrainingLoop<>(gan, FashionMnist.embedded().images(32), training)
            .with(ProgressBar.onScreen())
            .run(run);
      }
    }
    try (var gan = Dcgan.load(run);
        var model = gan.generator().toModel();
        var predictor = model.newPredictor(new LatentTranslator())) {
      List<Latent> latents =
          IntStream.range(0, 64).mapToObj(n -> Latent.normal(gan.latentSize(), 7, n)).toList();
      List<Picture> pictures = predictor.batchPredict(latents);
      Pictures.write(PictureGrid.defaults().arrange(pictures), run.resolve("predicted.png"));
    }
  }
}
