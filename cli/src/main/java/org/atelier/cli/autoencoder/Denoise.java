package org.atelier.cli.autoencoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.PictureFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.data.Pixels;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.ShownPictures;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Picture;
import org.atelier.model.capability.Denoising;
import org.atelier.model.capability.Reconstructing;
import org.atelier.random.CounterRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes noise from pictures: {@code ./atelier denoise}. */
@Command(
    name = "denoise",
    description =
        "Removes noise from pictures with an auto-encoder, best with one that was trained on"
            + " noisy inputs: ./atelier train vae --input-noise 0.5.")
public final class Denoise extends ModelCommand {
  @Mixin private final ShownPictures shown = new ShownPictures();

  @Range(from = 0, to = 10)
  @Option(
      names = "--noise",
      paramLabel = "X",
      description =
          "Standard deviation of Gaussian noise to add first, for pictures in [-1, 1]; the PSNR"
              + " with and without it is printed (default: 0, for pictures that are noisy already).")
  private double noise;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed of the added noise (default: 0).")
  private long seed;

  @Mixin private final PictureFile out = new PictureFile("denoised.png");

  @Override
  protected void check() {
    out.check();
    shown.check(out);
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    var model = trained.require(Reconstructing.class, "an auto-encoder");
    ShownPictures.Shown given = shown.of(trained, model.pictureShape());
    List<Picture> clean = given.pictures();
    List<Picture> noisy = noise == 0 ? clean : noisy(clean);
    List<Picture> made = model.reconstruct(noisy, given.conditions());
    if (noise == 0) {
      out.write(Reconstruct.inRows(List.of(clean, made)));
      screen.printf(Locale.ROOT, "%d pictures by %s: %s%n", made.size(), trained.title(), out);
    } else {
      List<Picture> seen = noisy.stream().map(Picture::clamped).toList();
      out.write(Reconstruct.inRows(List.of(clean, seen, made)));
      screen.printf(
          Locale.ROOT,
          "%d pictures by %s, PSNR %.2f dB noisy and %.2f dB denoised: %s%n",
          made.size(),
          trained.title(),
          Pixels.decibels(clean, noisy),
          Pixels.decibels(clean, made),
          out);
    }
    if (!(trained.model() instanceof Denoising denoising) || denoising.inputNoise() == 0) {
      screen.println(
          "The model was not trained on noisy inputs; ./atelier train vae --input-noise 0.5"
              + " trains one for denoising.");
    }
  }

  private List<Picture> noisy(List<Picture> clean) {
    var noisy = new ArrayList<Picture>();
    for (int n = 0; n < clean.size(); n++) {
      Picture picture = clean.get(n);
      float[] values = picture.values().clone();
      float[] added = CounterRandom.of(seed, n).gaussians(values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) noise * added[i];
      }
      noisy.add(new Picture(picture.channels(), picture.height(), picture.width(), values));
    }
    return noisy;
  }
}
