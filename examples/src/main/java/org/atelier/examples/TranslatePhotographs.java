package org.atelier.examples;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.data.source.ImageFolder;
import org.atelier.datasets.Photos;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
import org.atelier.optim.Adam;
import org.atelier.translation.nets.PublishedGenerator;

/**
 * How do I translate photographs with published weights? A generator of
 * junyanz/pytorch-CycleGAN-and-pix2pix is built as its file of weights tells, and translates
 * photographs of any size, to files of the same names.
 *
 * <p>Arguments: the folder of the results, the file of weights (such as {@code latest_net_G.pth} of
 * style_monet), the folder of photographs; without the last, the embedded photographs.
 */
public final class TranslatePhotographs {
  private TranslatePhotographs() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path out = Path.of(args.length > 0 ? args[0] : "runs/TranslatePhotographs");
    Path file = Path.of(args.length > 1 ? args[1] : "latest_net_G.pth");
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          ("Expected published weights in %s, but there is no such file; download a pretrained"
                  + " model of pytorch-CycleGAN-and-pix2pix, and name its file second")
              .formatted(file));
    }
    Path folder =
        args.length > 2
            ? Path.of(args[2])
            : EmbeddedFolder.write(Photos.embedded(), out.resolveSibling("photographs"));

    PublishedWeights weights = PublishedWeights.read(file);
    var found =
        PublishedGenerator.of(weights)
            .orElseThrow(() -> new IOException(file + ": no generator of that project"));
    var layers = found.generator().layers(found.outputChannels());
    var input = new Shape(found.inputChannels(), 256, 256);
    try (var network = new Network("G", layers, Adam.of(2e-4, 0.5), input)) {
      network.initialize(0, Device.cpu());
      PublishedGenerator.load(weights, network);
      var translation = found.generator().transform(network);
      Files.createDirectories(out);
      for (String name : ImageFolder.open(folder).names()) {
        translation.apply(folder.resolve(name), out.resolve(name));
        System.out.println(out.resolve(name));
      }
    }
  }
}
