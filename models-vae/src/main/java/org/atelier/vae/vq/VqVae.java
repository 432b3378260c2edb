package org.atelier.vae.vq;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.model.Batches;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.capability.Compressing;
import org.atelier.model.capability.PriorFitting;
import org.atelier.model.capability.Reconstructing;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;
import org.atelier.vae.Likelihood;

/**
 * The VQ-VAE (van den Oord et al., arXiv:1711.00937), an auto-encoder with discrete latents: each
 * output vector z_e of the encoder is quantised to the nearest code e of a learned codebook.
 * Encoder and decoder minimise, averaged over values and positions,
 *
 * <pre>
 * −ln p(x | z_q) + β ‖z_e − sg[e]‖²,   z_q = z_e + sg[e − z_e]
 * </pre>
 *
 * <p>where sg is the stop-gradient: z_q equals e, and the straight-through estimator passes the
 * decoder's gradient to the encoder unchanged. The codebook is updated by exponential moving
 * averages in place of the paper's codebook loss, and dead codes are re-initialised (see {@link
 * CodebookOptions#deadThreshold}). The metric "perplexity" is the effective number of codes that a
 * batch uses, e to the entropy of their frequencies; a low one is a sign of codebook collapse.
 */
public final class VqVae extends GenerativeModel<ExampleBatch>
    implements Reconstructing, Compressing, PriorFitting {
  /** (N, D, …) to (M, D): one row for each position. */
  private static final NativeFunction ROWS =
      NativeFunction.of(
          "torch.reshape(torch.permute(torch.reshape(z, [torch.size(z, 0), torch.size(z, 1), -1]),"
              + " [0, 2, 1]), [-1, torch.size(z, 1)])",
          "z");

  /** Rows (M, D) to the shape of z, (N, D, …). */
  private static final NativeFunction POSITIONS =
      NativeFunction.of(
          "torch.reshape(torch.permute(torch.reshape(rows, [torch.size(z, 0), -1, torch.size(z,"
              + " 1)]), [0, 2, 1]), torch.size(z))",
          "rows",
          "z");

  private static final NativeFunction STRAIGHT_THROUGH =
      NativeFunction.of("z + torch.detach(e - z)", "z", "e");

  private static final NativeFunction COMMITMENT =
      NativeFunction.of("torch.mean(torch.square(z - torch.detach(e)))", "z", "e");

  /** e to the entropy of the frequencies of code indices (M). */
  private static final NativeFunction PERPLEXITY =
      NativeFunction.of(
          "torch.exp(torch.sum(torch.special_entr(torch.bincount(i, None, 0) / torch.size(i, 0))))",
          "i");

  /** −ln p(x | z) (N) of examples x (N, …), averaged over all values. */
  private static final NativeFunction PER_VALUE =
      NativeFunction.of("-torch.mean(l) * torch.size(l, 0) / torch.numel(x)", "l", "x");

  private final Encoder encoder;
  private final Decoder decoder;
  private final Codebook codebook;
  private final VqVaeOptions options;

  /** Whether the first batch was in the likelihood's support; later batches are not checked. */
  private boolean supported;

  /** Creates an untrained model. */
  public VqVae(VqVaeOptions options) {
    this(
        VqLayers.encoder(options),
        VqLayers.decoder(options),
        new Codebook(options.codebook()),
        options);
  }

  /**
   * Creates an untrained model of custom networks.
   *
   * @param encoder of examples to (N, D, …), where D is the dimension of the codes
   * @param decoder of (N, D, …) to the parameters of the likelihood
   * @param options whose architecture is replaced by the networks
   */
  public VqVae(Encoder encoder, Decoder decoder, VqVaeOptions options) {
    this(
        encoder,
        decoder,
        new Codebook(options.codebook()),
        options.withArchitecture(new VqArchitecture.Custom()));
  }

  private VqVae(Encoder encoder, Decoder decoder, Codebook codebook, VqVaeOptions options) {
    super(encoder, decoder, codebook);
    Shape code = decoder.code();
    if (code.dimension() < 1 || code.get(0) != options.codebook().dimension()) {
      throw new IllegalArgumentException(
          "Expected a decoder of codes of dimension %s, (%s, …), but it takes %s"
              .formatted(options.codebook().dimension(), options.codebook().dimension(), code));
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

  /** The network whose outputs z_e are quantised. */
  public Encoder encoder() {
    return encoder;
  }

  /** The network that maps codes to the parameters of p(x | z_q). */
  public Decoder decoder() {
    return decoder;
  }

  Codebook codebook() {
    return codebook;
  }

  /** The distribution p(x | z_q), whose parameters the decoder outputs. */
  public Likelihood likelihood() {
    return options.likelihood();
  }

  /** The shape of the positions of one example's codes, such as (7, 7). */
  public Shape latentShape() {
    return decoder.code().slice(1);
  }

  @Override
  public List<Phase<ExampleBatch>> phases() {
    return List.of(Phase.of("vq-vae", this::objective, encoder, decoder));
  }

  Objective objective(Step<ExampleBatch> step) {
    NDArray x = examples(step);

    NDArray zE = expectCodes(encoder.forward(x));
    // Quantisation without a derivative: the nearest code of each position.
    NDArray rows = Gradients.withoutRecording(() -> ROWS.apply(zE));
    NDArray indices = Gradients.withoutRecording(() -> codebook.nearest(rows));
    NDArray e = Gradients.withoutRecording(() -> POSITIONS.apply(codebook.chosen(indices), zE));
    NDArray dead = updateCodebook(step, rows, indices);
    // Straight-through estimator: z_q = z_e + sg[e − z_e].
    NDArray zQ = STRAIGHT_THROUGH.apply(zE, e);
    NDArray logPxz = likelihood().logDensity(x, decoder.forward(zQ));

    return Objective.of("reconstruction", PER_VALUE.apply(logPxz, x))
        .plus("commitment", options.commitment(), COMMITMENT.apply(zE, e))
        .observing("perplexity", PERPLEXITY.apply(indices))
        .observing("dead codes", dead);
  }

  /** Returns the number of dead codes that were re-initialised; in the first step, of all codes. */
  private NDArray updateCodebook(Step<ExampleBatch> step, NDArray rows, NDArray indices) {
    int count = Math.toIntExact(rows.getShape().get(0));
    NDArray replacements = step.integers(count, options.codebook().codes());
    return codebook.update(rows, indices, replacements, step.index() == 0);
  }

  private NDArray examples(Step<ExampleBatch> step) {
    NDArray x = expectShape(step.batch().examples());
    if (!supported) {
      likelihood().expectSupport(x);
      supported = true;
    }
    return x;
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
          "Expected the encoder to output what the decoder takes, (N) and %s, but it gave %s"
              .formatted(decoder.code(), z.getShape()));
    }
    return z;
  }

  // Inference.

  /**
   * The code indices of examples, in evaluation mode.
   *
   * @param examples (N, …)
   * @return (N·positions), int64, in row-major order
   */
  public NDArray encode(NDArray examples) {
    NDArray given = expectShape(examples);
    return Gradients.withoutRecording(
        () -> codebook.nearest(ROWS.apply(expectCodes(encoder.evaluate(given)))));
  }

  /**
   * The means of p(x | z_q) of code indices, in evaluation mode.
   *
   * @param indices (N·positions), int64, as {@link #encode(NDArray)} returns them
   */
  public NDArray decode(NDArray indices) {
    return Gradients.withoutRecording(
        () -> {
          NDArray rows = codebook.chosen(indices);
          long count = indices.getShape().get(0) / latentShape().size();
          try (NDArray like = indices.getManager().zeros(new Shape(count).addAll(decoder.code()))) {
            return likelihood().mean(decoder.evaluate(POSITIONS.apply(rows, like)));
          }
        });
  }

  /**
   * The discrete latents of pictures.
   *
   * @throws IllegalArgumentException if they are of another shape than the encoder takes
   */
  public List<CodeMap> encode(List<Picture> pictures) {
    int positions = Math.toIntExact(latentShape().size());
    return Batches.map(
        device(),
        pictures,
        (scratch, batch, from) -> {
          long[] all = encode(Pictures.toBatch(batch, scratch)).toLongArray();
          int[] indices = Arrays.stream(all).mapToInt(Math::toIntExact).toArray();
          var maps = new ArrayList<CodeMap>(batch.size());
          for (int i = 0; i < indices.length; i += positions) {
            maps.add(new CodeMap(latentShape(), Arrays.copyOfRange(indices, i, i + positions)));
          }
          return maps;
        });
  }

  /**
   * The means of p(x | z_q) of discrete latents, clamped to [-1, 1].
   *
   * @throws IllegalArgumentException if a map has other positions than {@link #latentShape()}, or
   *     an index beyond the codebook
   */
  public List<Picture> decode(List<CodeMap> maps) {
    maps.forEach(this::expectKnown);
    return Batches.map(
        device(),
        maps,
        (scratch, batch, from) -> {
          long[] indices =
              batch.stream()
                  .flatMapToInt(map -> Arrays.stream(map.indices()))
                  .asLongStream()
                  .toArray();
          NDArray array = HostValues.toArray(scratch, indices, new Shape(indices.length));
          return Pictures.fromBatch(decode(array)).stream().map(Picture::clamped).toList();
        });
  }

  private void expectKnown(CodeMap map) {
    if (!map.shape().equals(latentShape())) {
      throw new IllegalArgumentException(
          "Expected codes of positions %s, but got some of %s"
              .formatted(latentShape(), map.shape()));
    }
    int last = options.codebook().codes() - 1;
    for (int index : map.indices()) {
      if (index > last) {
        throw new IllegalArgumentException(
            "Code indices must be in [0, %s], but one was %s".formatted(last, index));
      }
    }
  }

  /** The reconstructions of pictures from their discrete latents. */
  public List<Picture> reconstruct(List<Picture> pictures) {
    return decode(encode(pictures));
  }

  /** As {@link #reconstruct(List)}; the model is unconditional, and ignores the conditions. */
  @Override
  public List<Picture> reconstruct(List<Picture> pictures, Conditions conditions) {
    return reconstruct(pictures);
  }

  /** As {@link PictureCodec#compress}. */
  @Override
  public byte[] compress(Picture picture) {
    return new PictureCodec(this).compress(picture);
  }

  /** As {@link PictureCodec#decompress}. */
  @Override
  public Picture decompress(byte[] file) throws IOException {
    return new PictureCodec(this).decompress(file);
  }

  /** Fits a {@link CodePrior}. */
  @Override
  public FittedPrior fitPrior(List<Picture> pictures) {
    CodePrior prior = CodePrior.fit(encode(pictures));
    return (count, seed) -> decode(prior.sample(count, seed));
  }

  /** The shape of the encoder's examples; (C, H, W) for a model of pictures. */
  @Override
  public Shape pictureShape() {
    return encoder.inputShapes().get(0);
  }
}
