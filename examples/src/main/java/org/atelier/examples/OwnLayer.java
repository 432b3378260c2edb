package org.atelier.examples;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.monitoring.ProgressBar;
import org.atelier.nn.Flatten;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Parallel;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;

/**
 * How do I write a layer of my own? Snake (arXiv:2006.08195), x + sin²(αx)/α with a learnt α for
 * each feature, is one line; a VAE with it learns clothes and writes {@code samples.png}.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps.
 */
public final class OwnLayer extends Layer {
  private final Parameter alpha = parameter("alpha", Parameter.Type.OTHER, Initialiser.constant(1));

  @Override
  protected void prepare(Shape[] inputs) {
    alpha.setShape(new Shape(inputs[0].get(1))); // (N, F) in, so (F)
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    return script.line(
        x.shape(), "{0} + torch.square(torch.sin({0} * {1})) / {1}", x, script.parameter(alpha));
  }

  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/OwnLayer");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 2000;
    var heads = Parallel.of(Linear.of(20), Linear.of(20)); // μ and log σ²
    var encoder = Sequential.of(Flatten.of(), Linear.of(400), new OwnLayer(), heads);
    var decoder =
        Sequential.of(Linear.of(400), new OwnLayer(), Linear.of(784), Reshape.to(1, 28, 28));
    var training = TrainingOptions.defaults().withSteps(steps);
    var adam = Adam.of(1e-3, 0.9);
    try (var vae =
        new Vae(
            new Encoder(new Shape(1, 28, 28), encoder, adam),
            new Decoder(new Shape(20), decoder, adam),
            VaeOptions.defaults())) {
      new TrainingLoop<>(vae, FashionMnist.embedded().images(28), training)
          .with(ProgressBar.onScreen())
          .run(run);
      Pictures.write(PictureGrid.defaults().arrange(vae.sample(64, 7)), run.resolve("samples.png"));
    }
  }
}
