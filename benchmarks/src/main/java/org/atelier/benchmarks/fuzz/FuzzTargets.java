package org.atelier.benchmarks.fuzz;

import ai.djl.Device;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.evaluate.EvaluationReport;
import org.atelier.cli.run.RunSettings;
import org.atelier.cli.sample.LatentFile;
import org.atelier.data.attributes.AttributeTable;
import org.atelier.data.source.IdxFile;
import org.atelier.data.source.IdxPictures;
import org.atelier.data.source.SpriteSheet;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.image.ClassMap;
import org.atelier.image.Picture;
import org.atelier.image.PictureException;
import org.atelier.image.PictureFrames;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.metrics.sets.ReferenceStatistics;
import org.atelier.model.PublishedWeights;
import org.atelier.sound.Sound;
import org.atelier.sound.SoundException;
import org.atelier.sound.Wav;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.train.LossLog;
import org.atelier.train.RunRecord;
import org.atelier.vae.vq.CodebookOptions;
import org.atelier.vae.vq.PictureCodec;
import org.atelier.vae.vq.VqArchitecture;
import org.atelier.vae.vq.VqVae;
import org.atelier.vae.vq.VqVaeOptions;
import org.atelier.weights.Safetensors;
import org.atelier.weights.WeightsException;

/** All readers of untrusted files, by name. */
final class FuzzTargets {
  private static final int CLASSES = 12;
  private static final int AVQ_CHECKSUM = 20;
  private static final int AVQ_HEADER = 24;
  private static final ByteMutator BYTES = new ByteMutator();

  private final Path scratch;
  private final Map<String, Supplier<FuzzTarget>> targets = new LinkedHashMap<>();

  /**
   * Creates the targets.
   *
   * @param scratch an empty folder, for readers that take paths
   */
  FuzzTargets(Path scratch) {
    this.scratch = scratch;
    weights("pth-zip", new PartsMutator(new ZipParts()));
    weights("pth-legacy", new PartsMutator(new PickleParts(5)));
    weights("safetensors", new PartsMutator(new SafetensorsParts()));
    add("latent", new PartsMutator(new SafetensorsParts()), WeightsException.class, this::latent);
    add("statistics", StatisticsMutator.INSTANCE, WeightsException.class, this::statistics);
    picture("png", new PartsMutator(new PngParts()));
    picture("jpeg", new PartsMutator(new JpegParts()));
    picture("gif", BYTES);
    add("gif-frames", BYTES, PictureException.class, FuzzTargets::frames);
    picture("bmp", BYTES);
    picture("tiff", BYTES);
    picture("webp", new PartsMutator(new RiffParts("WEBP")));
    add("mask", new PartsMutator(new PngParts()), PictureException.class, FuzzTargets::mask);
    add("sprites", new PartsMutator(new PngParts()), IOException.class, FuzzTargets::sprites);
    add("idx", new PartsMutator(new GzipParts()), IOException.class, FuzzTargets::idx);
    add("wav", new PartsMutator(new RiffParts("WAVE")), SoundException.class, FuzzTargets::wav);
    add("csv", csvMutator(), IOException.class, in -> AttributeTable.read(file("a.csv", in)));
    targets.put("avq", this::avq);
    add("checkpoint", TextMutator.json(), IOException.class, this::checkpoint);
    add("latest", new TextMutator("step-", "\n", "/", ".."), IOException.class, this::latest);
    add("run", TextMutator.json(), IOException.class, this::run);
    add("command", TextMutator.json(), UsageException.class, this::command);
    add("losses", csvMutator(), IOException.class, this::losses);
    add("report", TextMutator.json(), UsageException.class, this::report);
  }

  /** Returns the names of all targets. */
  List<String> names() {
    return List.copyOf(targets.keySet());
  }

  /** Returns a target. */
  FuzzTarget named(String name) {
    return targets.get(name).get();
  }

  private void add(
      String name,
      Mutator mutator,
      Class<? extends Exception> documented,
      FuzzTarget.Parser parser) {
    targets.put(name, () -> new FuzzTarget(name, mutator, Set.of(documented), parser));
  }

  private void weights(String name, Mutator mutator) {
    add(name, mutator, WeightsException.class, in -> PublishedWeights.read(file("weights", in)));
  }

  private void picture(String name, Mutator mutator) {
    add(name, mutator, PictureException.class, FuzzTargets::picture);
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(scratch.resolve(name), content);
  }

  private static Picture picture(byte[] input) throws IOException {
    Picture picture = Pictures.read(new ByteArrayInputStream(input), "input");
    for (float value : picture.values()) {
      if (!(value >= -1 && value <= 1)) {
        throw new AssertionError("A picture's value is " + value + ", outside [-1, 1]");
      }
    }
    return picture;
  }

  private static void frames(byte[] input) throws IOException {
    PictureFrames frames = PictureFrames.read(new ByteArrayInputStream(input), "input");
    for (PictureFrames.Cursor cursor = frames.cursor(); cursor.hasNext(); ) {
      cursor.next();
    }
  }

  private static void mask(byte[] input) throws IOException {
    Picture map = picture(input);
    if (ClassMap.largestClass(map) < CLASSES) {
      ClassMap.oneHot(map, CLASSES);
    }
  }

  private static void sprites(byte[] input) throws IOException {
    SpriteSheet.read(
        new ByteArrayInputStream(input), "input", SpriteSheet.Layout.ofSquares(4, 2, 4));
  }

  private static void idx(byte[] input) throws IOException {
    IdxFile file = IdxFile.read(new ByteArrayInputStream(input), "input", 1 << 20);
    if (file.dimensions().length == 1) {
      file.toLabels();
    } else {
      IdxPictures.of(file).picture(0);
    }
  }

  private static void wav(byte[] input) throws IOException {
    Sound sound = Wav.read(new ByteArrayInputStream(input), "input");
    for (float value : sound.samples()) {
      if (!(value >= -1 && value <= 1)) {
        throw new AssertionError("A sample is " + value + ", outside [-1, 1]");
      }
    }
  }

  private static Mutator csvMutator() {
    return new TextMutator(
        ",",
        ";",
        "\t",
        " ",
        "\"",
        "\"\"",
        "\r\n",
        "\n",
        "\r",
        "\uFEFF",
        "sep=;\n",
        "TRUE",
        "yes",
        "-1",
        "file",
        "a.png",
        "2\n",
        "\"a\nb\"",
        "é",
        "step",
        "generator");
  }

  private void latent(byte[] input) throws IOException {
    LatentFile.read(file("latent.safetensors", input));
  }

  private void statistics(byte[] input) throws IOException {
    Path file = file("statistics.safetensors", input);
    Safetensors.readMetadata(file);
    ReferenceStatistics.read(file).close();
  }

  private FuzzTarget avq() {
    var options =
        VqVaeOptions.defaults()
            .withArchitecture(new VqArchitecture.Residuals(PictureShape.grey(8), 2, 2))
            .withCodebook(CodebookOptions.defaults().withCodes(16).withDimension(2));
    var model = new VqVae(options);
    model.setDevice(Device.cpu());
    model.initialize(1);
    var codec = new PictureCodec(model);
    byte[] start = Arrays.copyOf(codec.compress(new Picture(1, 8, 8, new float[64])), AVQ_CHECKSUM);
    // The seed files are codes without a header: the header names the model's weights.
    Mutator mutator =
        (seed, other, random) -> {
          byte[] codes = BYTES.mutate(seed, other, random);
          if (random.nextInt(16) == 0) {
            return BYTES.mutate(withHeader(start, codes), other, random);
          }
          return withHeader(start, codes);
        };
    return new FuzzTarget("avq", mutator, Set.of(IOException.class), codec::decompress);
  }

  private static byte[] withHeader(byte[] start, byte[] codes) {
    var checksum = new CRC32();
    checksum.update(codes);
    return ByteBuffer.allocate(AVQ_HEADER + codes.length)
        .put(start)
        .putInt((int) checksum.getValue())
        .put(codes)
        .array();
  }

  private void checkpoint(byte[] input) throws Exception {
    Path folder = Files.createDirectories(scratch.resolve("checkpoint"));
    Files.write(folder.resolve("checkpoint.json"), input);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
    Files.writeString(folder.resolve("checkpoint.json.sha256"), digest + "  checkpoint.json\n");
    Checkpoint checkpoint = Checkpoints.latest(folder);
    // One of them, since the first that fails hides the others.
    switch (Math.floorMod(Arrays.hashCode(input), 3)) {
      case 0 -> checkpoint.trainingOptions();
      case 1 -> checkpoint.options(DcganOptions.class);
      default -> checkpoint.options(VqVaeOptions.class);
    }
  }

  private void latest(byte[] input) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("run/checkpoints"));
    Files.write(folder.resolve("LATEST"), input);
    Checkpoints.latest(folder.getParent());
  }

  private void run(byte[] input) throws IOException {
    file(RunRecord.FILE, input);
    RunRecord.read(scratch);
  }

  private void command(byte[] input) throws IOException {
    file(RunSettings.FILE, input);
    RunSettings.read(scratch);
  }

  private void losses(byte[] input) throws IOException {
    file(LossLog.FILE, input);
    LossLog.read(scratch, "generator");
  }

  private void report(byte[] input) throws IOException {
    EvaluationReport.read(file("report.json", input)).toString();
  }
}
