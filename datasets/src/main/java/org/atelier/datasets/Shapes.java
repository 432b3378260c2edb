package org.atelier.datasets;

import java.util.AbstractList;
import java.util.Objects;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;
import org.atelier.model.condition.Numbers;
import org.atelier.model.condition.SpatialMap;
import org.atelier.random.CounterRandom;

/**
 * Synthetic "lesions": each grey picture of 32×32 pixels shows one bright textured ellipse on a
 * dark uneven background, with its position, radius and mask as ground truth. The n-th picture is a
 * function of the seed and n; any number can be drawn, without files.
 *
 * <p>Values above 0 are the ellipse, values below the background, except for antialiased border
 * pixels, so that {@link ShapeMeasure} recovers the position to a fraction of a pixel.
 */
public final class Shapes implements PictureSource {
  /** The height and width of the pictures in pixels. */
  public static final int SIZE = 32;

  /** A {@link Place} as a conditioning input: x, y and radius in pixels. */
  public static final Numbers PLACE =
      Numbers.of(
          new Numbers.Range("x", 8, 24),
          new Numbers.Range("y", 8, 24),
          new Numbers.Range("radius", 3, 6.5));

  /** A mask as a conditioning input. */
  public static final SpatialMap MASK = SpatialMap.mask(SIZE);

  private static final int SAMPLES = 4;

  private final int count;
  private final long seed;

  /**
   * The position and size of an ellipse.
   *
   * @param x the centre's distance from the left edge in pixels; the middle of the first pixel is
   *     0.5
   * @param y the centre's distance from the upper edge in pixels
   * @param radius the radius of the circle of the same area, in pixels
   */
  public record Place(double x, double y, double radius) {
    /** Returns x, y and radius as the values of {@link #PLACE}. */
    public double[] numbers() {
      return new double[] {x, y, radius};
    }

    /** Returns the distance of the two centres in pixels. */
    public double distance(Place other) {
      return Math.hypot(x - other.x, y - other.y);
    }
  }

  private Shapes(int count, long seed) {
    this.count = count;
    this.seed = seed;
  }

  /**
   * Returns a number of pictures.
   *
   * @param count the number of pictures, at least 1
   * @param seed the random seed
   */
  public static Shapes of(int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    return new Shapes(count, seed);
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public String name(int index) {
    return "shape " + index;
  }

  @Override
  public String fingerprint() {
    return "%s drawn shapes of seed %s".formatted(count, seed);
  }

  @Override
  public Picture picture(int index) {
    float[] coverage = ellipse(index).coverage();
    float[] ground = Texture.draw(random(index).fork(1), -0.85, -0.45, -0.15);
    float[] inside = Texture.draw(random(index).fork(2), 0.45, 0.85, 0.15);
    var values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = ground[i] + coverage[i] * (inside[i] - ground[i]);
    }
    return new Picture(1, SIZE, SIZE, values);
  }

  /** Returns the mask of a picture: 1 inside, -1 outside, antialiased at the border. */
  public Picture mask(int index) {
    float[] coverage = ellipse(index).coverage();
    for (int i = 0; i < coverage.length; i++) {
      coverage[i] = 2 * coverage[i] - 1;
    }
    return new Picture(1, SIZE, SIZE, coverage);
  }

  /** Returns the position and size of the ellipse of a picture. */
  public Place place(int index) {
    return ellipse(index).place;
  }

  /** Returns training data of pictures conditioned on position and radius, {@link #PLACE}. */
  public TrainingData<ConditionedImages> placed() {
    return PLACE.join(
        images(SIZE),
        new AbstractList<double[]>() {
          @Override
          public double[] get(int index) {
            return place(index).numbers();
          }

          @Override
          public int size() {
            return count;
          }
        });
  }

  /** Returns training data of pictures conditioned on their masks, {@link #MASK}. */
  public TrainingData<ConditionedImages> masked() {
    return MASK.join(images(SIZE), masks().images(SIZE));
  }

  /** Returns the masks as pictures. */
  public PictureSource masks() {
    return new Masks(this);
  }

  private CounterRandom random(int index) {
    return CounterRandom.of(seed, Objects.checkIndex(index, count));
  }

  private Ellipse ellipse(int index) {
    CounterRandom random = random(index).fork(0);
    double[] place = new double[3];
    for (int i = 0; i < place.length; i++) {
      Numbers.Range range = PLACE.ranges().get(i);
      place[i] = range.from() + random.nextDouble() * (range.to() - range.from());
    }
    return new Ellipse(
        new Place(place[0], place[1], place[2]),
        1 + 0.35 * random.nextDouble(),
        Math.PI * random.nextDouble());
  }

  /**
   * An ellipse with semi-axes radius·√aspect, in the direction of the angle, and radius/√aspect.
   */
  private record Ellipse(Place place, double aspect, double angle) {
    float[] coverage() {
      var shares = new float[SIZE * SIZE];
      for (int i = 0; i < shares.length * SAMPLES * SAMPLES; i++) {
        int pixel = i / (SAMPLES * SAMPLES);
        double x = pixel % SIZE + (i % SAMPLES + 0.5) / SAMPLES;
        double y = pixel / SIZE + (i / SAMPLES % SAMPLES + 0.5) / SAMPLES;
        if (contains(x - place.x, y - place.y)) {
          shares[pixel] += 1f / (SAMPLES * SAMPLES);
        }
      }
      return shares;
    }

    private boolean contains(double x, double y) {
      double along = (x * StrictMath.cos(angle) + y * StrictMath.sin(angle)) / Math.sqrt(aspect);
      double across = (y * StrictMath.cos(angle) - x * StrictMath.sin(angle)) * Math.sqrt(aspect);
      return Math.hypot(along, across) <= place.radius;
    }
  }

  private record Masks(Shapes shapes) implements PictureSource {
    @Override
    public int size() {
      return shapes.size();
    }

    @Override
    public Picture picture(int index) {
      return shapes.mask(index);
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public String name(int index) {
      return "mask of " + shapes.name(index);
    }

    @Override
    public String fingerprint() {
      return "masks of " + shapes.fingerprint();
    }
  }
}
