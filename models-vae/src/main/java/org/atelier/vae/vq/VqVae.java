package org.atelier.vae.vq;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.data.ExampleBatch;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.model.Conditions;
import org.atelier.model.Decoder;
import org.atelier.model.Encoder;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Reconstructing;
import org.atelier.model.Step;
import org.atelier.train.Trained;
import org.atelier.vae.Likelihood;

/**
 * The VQ-VAE (van den Oord et al., arXiv:1711.00937), whose codes are numbers of a learnt book:
 * each of the encoder's vectors z is replaced by the nearest code e. Encoder and decoder minimise,
 * on average over values and places,
 *
 * <pre>
 * −ln p(x | z_q) + β ‖z − sg[e]‖²,   z_q = z + sg[e − z]
 * </pre>
 *
 * <p>where sg stops the gradient, so that the decoder's reaches the encoder as if nothing had been
 * replaced. The codes follow by moving averages, which the paper prefers to a gradient, and codes
 * that nobody chooses are revived; the metric "perplexity" is the number of codes that a batch
 * makes use of, e to the entropy of the choices.
 */
public final class VqVae extends GenerativeModel<ExampleBatch> implements Reconstructing {
  private static final int AT_ONCE = 64;

  /** (N, D, …) to (M, D): a row for each place. */
  private static final NativeFunction ROWS =
      NativeFunction.of(
          "torch.reshape(torch.permute(torch.reshape(z, [torch.size(z, 0), torch.size(z, 1), -1]),"
              + " [0, 2, 1]), [-1, torch.size(z, 1)])",
          "z");

  /** Rows (M, D) to the shape of z, (N, D, …). */
  private static final NativeFunction PLACES =
      NativeFunction.of(
          "torch.reshape(torch.permute(torch.reshape(rows, [torch.size(z, 0), -1, torch.size(z,"
              + " 1)]), [0, 2, 1]), torch.size(z))",
          "rows",
          "z");

  private static final NativeFunction STRAIGHT_THROUGH =
      NativeFunction.of("z + torch.detach(e - z)", "z", "e");

  private static final NativeFunction COMMITMENT =
      NativeFunction.of("torch.mean(torch.square(z - torch.detach(e)))", "z", "e");

  /** e to the entropy of how often each code was chosen. */
  private static final NativeFunction PERPLEXITY =
      NativeFunction.of(
          "torch.exp(torch.sum(torch.special_entr(torch.bincount(i, None, 0) / torch.size(i, 0))))",
          "i");

  private static final NativeFunction PER_VALUE =
      NativeFunction.of("-torch.mean(l) * torch.size(l, 0) / torch.numel(x)", "l", "x");

  private final Encoder encoder;
  private final Decoder decoder;
  private final Codebook codebook;
  private final VqVaeOptions options;
  private boolean fits;

  /** A model that knows nothing yet. */
  public VqVae(VqVaeOptions options) {
    this(
        VqLayers.encoder(options),
        VqLayers.decoder(options),
        new Codebook(options.codes()),
        options);
  }

  /**
   * A model of the caller's own networks.
   *
   * @param encoder of examples to (N, D, …), D being the codes' size
   * @param decoder of as much to what the likelihood takes
   * @param options whose architecture gives way to the networks
   */
  public VqVae(Encoder encoder, Decoder decoder, VqVaeOptions options) {
    this(
        encoder,
        decoder,
        new Codebook(options.codes()),
        options.withArchitecture(new VqArchitecture.Own()));
  }

  private VqVae(Encoder encoder, Decoder decoder, Codebook codebook, VqVaeOptions options) {
    super(encoder, decoder, codebook);
    Shape code = decoder.code();
    if (code.dimension() < 1 || code.get(0) != options.codes().size()) {
      throw new IllegalArgumentException(
          "Expected a decoder of codes of %s values, (%s, …), but it takes %s"
              .formatted(options.codes().size(), options.codes().size(), code));
    }
    this.encoder = encoder;
    this.decoder = decoder;
    this.codebook = codebook;
    this.options = options;
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static VqVae load(Path run) throws IOException {
    return Trained.load(run, VqVae.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static VqVae load(Path run, Device device) throws IOException {
    return Trained.load(run, VqVae.class, device);
  }

  @Override
  public VqVaeOptions options() {
    return options;
  }

  /** The network that makes what is replaced by codes. */
  public Encoder encoder() {
    return encoder;
  }

  /** The network that makes examples of codes. */
  public Decoder decoder() {
    return decoder;
  }

  Codebook codebook() {
    return codebook;
  }

  /** What the decoder's numbers say. */
  public Likelihood likelihood() {
    return options.likelihood();
  }

  /** The shape of the places of one example's codes, such as (7, 7). */
  public Shape places() {
    return decoder.code().slice(1);
  }

  @Override
  public List<Phase<ExampleBatch>> phases() {
    return List.of(Phase.of("vq-vae", this::objective, encoder, decoder));
  }

  Objective objective(Step<ExampleBatch> step) {
    NDArray x = expectFit(step.batch().examples());
    NDArray z = expectCodes(encoder.forward(x));
    NDArray rows = Gradients.withoutRecording(() -> ROWS.apply(z));
    NDArray choices = Gradients.withoutRecording(() -> codebook.nearest(rows));
    NDArray e = Gradients.withoutRecording(() -> PLACES.apply(codebook.chosen(choices), z));
    NDArray dead = learnCodes(step, rows, choices);

    NDArray logLikelihood =
        likelihood().logDensity(x, decoder.forward(STRAIGHT_THROUGH.apply(z, e)));
    return Objective.of("reconstruction", PER_VALUE.apply(logLikelihood, x))
        .plus("commitment", options.commitment(), COMMITMENT.apply(z, e))
        .observing("perplexity", PERPLEXITY.apply(choices))
        .observing("revived codes", dead);
  }

  private NDArray learnCodes(Step<ExampleBatch> step, NDArray rows, NDArray choices) {
    int count = Math.toIntExact(rows.getShape().get(0));
    NDArray replacements = step.integers(count, options.codes().count());
    return codebook.learn(rows, choices, replacements, step.index() == 0);
  }

  private NDArray expectFit(NDArray examples) {
    if (!fits) {
      likelihood().expectFit(examples);
      fits = true;
    }
    return expectShape(examples);
  }

  private NDArray expectShape(NDArray examples) {
    Shape expected = encoder.inputShapes().get(0);
    Shape given = examples.getShape();
    if (given.dimension() != expected.dimension() + 1 || !given.slice(1).equals(expected)) {
      throw new IllegalArgumentException(
          "Expected examples of shape (N) and %s, as the encoder takes them, but got %s; resize them, or build the model for theirs"
              .formatted(expected, given));
    }
    return examples;
  }

  private NDArray expectCodes(NDArray z) {
    if (!z.getShape().slice(1).equals(decoder.code())) {
      throw new IllegalStateException(
          "Expected the encoder to give what the decoder takes, (N) and %s, but it gave %s"
              .formatted(decoder.code(), z.getShape()));
    }
    return z;
  }

  // What is done with a trained model.

  /**
   * The codes of examples, in evaluation mode.
   *
   * @param examples (N, …)
   * @return (N·places), int64, in row-major order
   */
  public NDArray encode(NDArray examples) {
    NDArray given = expectShape(examples);
    return Gradients.withoutRecording(
        () -> codebook.nearest(ROWS.apply(expectCodes(encoder.evaluate(given)))));
  }

  /**
   * The mean examples of codes, in evaluation mode.
   *
   * @param codes (N·places), int64, each below the codes' number, as {@link #encode(NDArray)} gives
   *     them
   */
  public NDArray decode(NDArray codes) {
    return Gradients.withoutRecording(
        () -> {
          NDArray rows = codebook.chosen(codes);
          long count = codes.getShape().get(0) / places().size();
          try (NDArray like = codes.getManager().zeros(new Shape(count).addAll(decoder.code()))) {
            return likelihood().mean(decoder.evaluate(PLACES.apply(rows, like)));
          }
        });
  }

  /**
   * What pictures become.
   *
   * @throws IllegalArgumentException if they are of another shape than the encoder takes
   */
  public List<CodeMap> encode(List<Picture> pictures) {
    int each = Math.toIntExact(places().size());
    var maps = new ArrayList<CodeMap>();
    for (int from = 0; from < pictures.size(); from += AT_ONCE) {
      List<Picture> part = pictures.subList(from, Math.min(from + AT_ONCE, pictures.size()));
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        long[] codes = encode(Pictures.toBatch(part, scratch)).toLongArray();
        int[] narrow = Arrays.stream(codes).mapToInt(Math::toIntExact).toArray();
        for (int i = 0; i < part.size(); i++) {
          maps.add(new CodeMap(places(), Arrays.copyOfRange(narrow, i * each, (i + 1) * each)));
        }
      }
    }
    return maps;
  }

  /**
   * The mean pictures of codes.
   *
   * @throws IllegalArgumentException if a map has other places than {@link #places()}, or a code
   *     that the book has not
   */
  public List<Picture> decode(List<CodeMap> maps) {
    int each = Math.toIntExact(places().size());
    var pictures = new ArrayList<Picture>();
    for (int from = 0; from < maps.size(); from += AT_ONCE) {
      List<CodeMap> part = maps.subList(from, Math.min(from + AT_ONCE, maps.size()));
      var codes = new long[part.size() * each];
      for (int i = 0; i < part.size(); i++) {
        int[] own = expectKnown(part.get(i));
        for (int j = 0; j < each; j++) {
          codes[i * each + j] = own[j];
        }
      }
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        NDArray array = HostValues.toArray(scratch, codes, new Shape(codes.length));
        Pictures.fromBatch(decode(array)).forEach(picture -> pictures.add(picture.clamped()));
      }
    }
    return pictures;
  }

  private int[] expectKnown(CodeMap map) {
    if (!map.shape().equals(places())) {
      throw new IllegalArgumentException(
          "Expected codes for places %s, but got some for %s".formatted(places(), map.shape()));
    }
    int[] codes = map.codes();
    for (int code : codes) {
      if (code >= options.codes().count()) {
        throw new IllegalArgumentException(
            "Codes must be in [0, %s], but one was %s"
                .formatted(options.codes().count() - 1, code));
      }
    }
    return codes;
  }

  /** What remains of pictures. */
  public List<Picture> reconstruct(List<Picture> pictures) {
    return decode(encode(pictures));
  }

  /** As {@link #reconstruct(List)}; nothing is told to these networks. */
  @Override
  public List<Picture> reconstruct(List<Picture> pictures, Conditions conditions) {
    return reconstruct(pictures);
  }

  /** What the encoder takes, (C, H, W) for a model of pictures. */
  @Override
  public Shape pictureShape() {
    return encoder.inputShapes().get(0);
  }
}
