package org.atelier.datasets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.PictureSource;
import org.atelier.data.source.SpriteSheet;
import org.atelier.image.Picture;
import org.atelier.model.condition.Attributes;

/**
 * 3,008 drawn faces of 64×64 pixels, RGB on white, with five binary attributes (CC0; composed from
 * "Open Peeps" by Pablo Stanley).
 *
 * <p>Each of the 32 combinations of attributes is equally frequent in {@link #train()} and in
 * {@link #test()}, so the attributes are independent. The test faces are 16 identities in all 32
 * combinations, so that there is a ground truth for every change of attributes.
 */
public final class Faces implements PictureSource {
  private static final Embedded<Faces> EMBEDDED = new Embedded<>(Faces::read);
  private static final int TEST_FIRST = 2496;

  private final PictureSource pictures;
  private final List<Face> faces;

  /** The binary attributes of a face. */
  public enum Attribute {
    /** Glasses or sun glasses. */
    GLASSES,
    /** A full beard with moustache; else no facial hair. */
    BEARD,
    /** Hair to the chin or longer. */
    LONG_HAIR,
    /** Hair and beard blond or grey-white; else black to dark brown. */
    LIGHT_HAIR,
    /** An open smile; else the mouth is closed. */
    SMILING;

    private int bit() {
      return 1 << (values().length - 1 - ordinal());
    }
  }

  /** The attributes as a conditioning input, with names such as {@code "long hair"}. */
  public static final Attributes ATTRIBUTES =
      new Attributes(Arrays.stream(Attribute.values()).map(Faces::nameOf).toList());

  private record Face(int combination, int identity) {}

  private record Index(int tileSize, int columns, int count) {}

  private Faces(PictureSource pictures, List<Face> faces) {
    this.pictures = pictures;
    this.faces = List.copyOf(faces);
  }

  /**
   * Returns all faces: those of {@link #train()}, then those of {@link #test()}. Cached by a soft
   * reference.
   */
  public static Faces embedded() {
    return EMBEDDED.get();
  }

  private static Faces read() throws IOException {
    var index = Embedded.json("faces/index.json", Index.class);
    List<Face> faces = readFaces();
    if (faces.size() != index.count) {
      throw new IOException(
          "Expected %s faces in faces/attributes.csv, but found %s"
              .formatted(index.count, faces.size()));
    }
    var layout = SpriteSheet.Layout.ofSquares(index.tileSize, index.columns, index.count);
    try (var in = Embedded.open("faces/faces.png")) {
      return new Faces(SpriteSheet.read(in, "faces", layout), faces);
    }
  }

  private static List<Face> readFaces() throws IOException {
    var faces = new ArrayList<Face>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(Embedded.open("faces/attributes.csv"), StandardCharsets.UTF_8))) {
      List<String> header = Arrays.asList(lines.readLine().split(","));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",");
        int combination = 0;
        for (Attribute attribute : Attribute.values()) {
          int column = header.indexOf(attribute.name().toLowerCase(Locale.ROOT));
          combination |= cells[column].equals("1") ? attribute.bit() : 0;
        }
        faces.add(new Face(combination, Integer.parseInt(cells[header.indexOf("identity")])));
      }
    }
    return faces;
  }

  /**
   * Returns the training split: 2,496 faces with independent random details.
   *
   * @throws IllegalStateException if these faces are a split already
   */
  public Faces train() {
    return part(0, TEST_FIRST);
  }

  /**
   * Returns the test split, 512 faces: face {@code 32 * identity + combination} is the identity (0
   * to 15) with that combination of attributes.
   *
   * @throws IllegalStateException if these faces are a split already
   */
  public Faces test() {
    return part(TEST_FIRST, size());
  }

  private Faces part(int from, int to) {
    if (size() <= TEST_FIRST) {
      throw new IllegalStateException("These %s faces are one split already".formatted(size()));
    }
    return new Faces(pictures.subset(IntStream.range(from, to).toArray()), faces.subList(from, to));
  }

  /** Returns whether a face has an attribute. */
  public boolean has(int index, Attribute attribute) {
    return (faces.get(index).combination & attribute.bit()) != 0;
  }

  /**
   * Returns the attributes of a face as a number from 0 to 31: 16 glasses + 8 beard + 4 long hair +
   * 2 light hair + smiling.
   */
  public int combination(int index) {
    return faces.get(index).combination;
  }

  /** Returns the identity of a test face, from 0 to 15; -1 for a training face. */
  public int identity(int index) {
    return faces.get(index).identity;
  }

  @Override
  public int size() {
    return faces.size();
  }

  /** Returns one face, 64×64 RGB. */
  @Override
  public Picture picture(int index) throws IOException {
    return pictures.picture(index);
  }

  @Override
  public int channels() {
    return 3;
  }

  @Override
  public String name(int index) {
    return pictures.name(index);
  }

  @Override
  public String fingerprint() {
    return pictures.fingerprint();
  }

  /**
   * Returns training data of RGB pictures.
   *
   * @param size the height and width in pixels, from 4 to 64
   */
  @Override
  public TrainingData<Images> images(int size) {
    return images(ImageOptions.defaults().withSize(size));
  }

  /** Returns the names of the attributes that a face has, as in {@link #ATTRIBUTES}. */
  public Set<String> attributes(int index) {
    return Arrays.stream(Attribute.values())
        .filter(attribute -> has(index, attribute))
        .map(Faces::nameOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String nameOf(Attribute attribute) {
    return attribute.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Returns training data of RGB pictures conditioned on their attributes, {@link #ATTRIBUTES}.
   *
   * @param size as for {@link #images(int)}
   */
  public TrainingData<ConditionedImages> withAttributes(int size) {
    return ATTRIBUTES.join(
        images(size), IntStream.range(0, size()).mapToObj(this::attributes).toList());
  }

  /**
   * Returns training data of RGB pictures of two classes: without an attribute (0) and with it (1).
   *
   * @param size as for {@link #images(int)}
   */
  public TrainingData<LabelledImages> labelled(int size, Attribute attribute) {
    int bit = attribute.bit();
    return LabelledImages.join(
        images(size), faces.stream().mapToInt(f -> (f.combination & bit) == 0 ? 0 : 1).toArray());
  }

  /**
   * Returns training data of RGB pictures of 32 classes, the combinations of attributes.
   *
   * @param size as for {@link #images(int)}
   * @see #combination
   */
  public TrainingData<LabelledImages> labelled(int size) {
    return LabelledImages.join(images(size), faces.stream().mapToInt(Face::combination).toArray());
  }
}
