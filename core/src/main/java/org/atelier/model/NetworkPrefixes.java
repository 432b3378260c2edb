package org.atelier.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.atelier.weights.HostTensor;

/**
 * The prefixes under which a file may hold a network: the names of enclosing dictionaries and
 * objects ({@code state_dict.}, {@code netG.}, {@code params_ema.}) and of wrappers ({@code
 * module.} of data-parallel training, {@code _orig_mod.} of torch.compile), in any order.
 */
final class NetworkPrefixes {
  /** Modules that wrap another and have no weights of their own, also inside of a network. */
  private static final Set<String> WRAPPERS =
      Set.of("module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module");

  private static final Pattern PARAMETRIZATION =
      Pattern.compile("parametrizations\\.([^.]+)\\.(original[01]?|\\d\\._[uv])$");
  private static final Pattern NORMED = Pattern.compile("_(orig|bar|u|v|g)$");

  private static final Pattern AVERAGED =
      Pattern.compile("(?i)(?:.*[^a-z])?(ema|swa|avg|averaged?|shadow|running)(?:[^a-z].*)?");

  /** Enclosing dictionaries are few, and the work for one name is bounded. */
  private static final int MOST_LEVELS = 12;

  private NetworkPrefixes() {}

  /**
   * Finds the prefixes after which some of the network's names follow.
   *
   * @param file the names in the file
   * @param wanted names of the network's parameters
   * @return how many of the wanted names each prefix has, in the order of the file
   */
  static Map<String, Integer> find(Iterable<String> file, Iterable<String> wanted) {
    var bases = new HashSet<String>();
    wanted.forEach(name -> bases.add(base(name)));
    int longest = bases.stream().mapToInt(String::length).max().orElse(0);
    var found = new LinkedHashMap<String, Set<String>>();
    for (String name : file) {
      String base = base(name);
      int begin = 0;
      for (int level = 0; level <= MOST_LEVELS && begin >= 0; level++) {
        String rest = base.substring(begin);
        int end = rest.indexOf('.');
        boolean wrapped = end > 0 && WRAPPERS.contains(rest.substring(0, end));
        if (!wrapped || bases.contains(rest)) {
          String plain = bases.contains(rest) ? rest : unwrapped(rest);
          if (plain.length() <= longest && bases.contains(plain)) {
            found.computeIfAbsent(name.substring(0, begin), p -> new HashSet<>()).add(plain);
          }
        }
        begin = end < 0 ? -1 : begin + end + 1;
      }
    }
    var counts = new LinkedHashMap<String, Integer>();
    found.forEach((prefix, names) -> counts.put(prefix, names.size()));
    return counts;
  }

  /** The name of the parameter that a name stands for, however it is parametrised. */
  private static String base(String name) {
    if (name.endsWith(".original") || name.contains("parametrizations.")) {
      return PARAMETRIZATION.matcher(name).replaceFirst("$1");
    }
    return NORMED.matcher(name).replaceFirst("");
  }

  private static String unwrapped(String name) {
    if (WRAPPERS.stream().noneMatch(name::contains)) {
      return name;
    }
    var parts = new ArrayList<>(Arrays.asList(name.split("\\.")));
    parts.removeIf(WRAPPERS::contains);
    return String.join(".", parts);
  }

  /**
   * The tensors with a prefix, without it, and without wrappers inside of the network, unless two
   * would have one name then or the network itself has the wrapper.
   *
   * @param wanted names of the network's parameters
   */
  static Map<String, HostTensor> without(
      String prefix, Map<String, HostTensor> tensors, Iterable<String> wanted) {
    for (String name : wanted) {
      if (!unwrapped(name).equals(name)) {
        return withoutPrefix(prefix, tensors);
      }
    }
    Map<String, HostTensor> own = withoutPrefix(prefix, tensors);
    var renamed = new LinkedHashMap<String, HostTensor>();
    own.forEach((name, tensor) -> renamed.put(unwrapped(name), tensor));
    return renamed.size() == own.size() ? renamed : own;
  }

  private static Map<String, HostTensor> withoutPrefix(
      String prefix, Map<String, HostTensor> tensors) {
    var own = new LinkedHashMap<String, HostTensor>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            own.put(name.substring(prefix.length()), tensor);
          }
        });
    return own;
  }

  /** Whether a prefix is that of an average of weights over the training. */
  static boolean isAveraged(String prefix) {
    return Arrays.stream(prefix.split("\\.")).anyMatch(part -> AVERAGED.matcher(part).matches());
  }

  /** The prefix as a user names it: without its last dot and without wrappers. */
  static String title(String prefix) {
    return unwrapped(prefix.isEmpty() ? prefix : prefix.substring(0, prefix.length() - 1));
  }

  /** The most likely prefixes first: those of averages, then the shorter ones. */
  static List<String> byPreference(Iterable<String> prefixes) {
    var sorted = new ArrayList<String>();
    prefixes.forEach(sorted::add);
    sorted.sort(
        (a, b) ->
            isAveraged(a) != isAveraged(b)
                ? Boolean.compare(isAveraged(b), isAveraged(a))
                : Long.compare(levels(a), levels(b)));
    return sorted;
  }

  private static long levels(String prefix) {
    return prefix.chars().filter(c -> c == '.').count();
  }
}
