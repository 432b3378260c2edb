package org.atelier.benchmarks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.engine.Precision;

/**
 * A kind of model whose step, of training or of its use, is compared with PyTorch's. Its other half
 * is the Python file of the same name in {@code benchmarks/python/families}.
 */
@FunctionalInterface
interface Family {
  /** All of them; a new one is a line here and a file there. */
  Map<String, Family> ALL = all();

  private static Map<String, Family> all() {
    var all = new LinkedHashMap<String, Family>();
    all.put("gan", GanFamily::open);
    all.put("cgan", CganFamily::open);
    all.put("dcgan", DcganFamily::open);
    all.put("sngan", SnganFamily::open);
    all.put("wgan_gp", WganGpFamily::open);
    all.put("vae", VaeFamily::perceptrons);
    all.put("conv_vae", VaeFamily::convolutions);
    all.put("pix2pix", TranslationFamilies::pix2pix);
    all.put("cyclegan", TranslationFamilies::cycleGan);
    all.put("stargan", TranslationFamilies::starGan);
    all.put("translate", TranslationFamilies::translate);
    all.put("patches", PatchStyleSteps::open);
    all.put("gatys", OptimisedStyleSteps::open);
    all.put("fast_style", StyleFamilies::fast);
    all.put("adain", StyleFamilies::adaIn);
    all.put("dream", DreamSteps::open);
    return Collections.unmodifiableMap(all);
  }

  /**
   * The steps of one case.
   *
   * @param size of the pictures, in pixels
   * @param batch examples a step
   */
  Steps open(int size, int batch, Precision precision);
}
