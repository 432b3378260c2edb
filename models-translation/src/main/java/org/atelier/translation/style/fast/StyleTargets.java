package org.atelier.translation.style.fast;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.perception.StyleLoss;

/** The statistics of the style pictures, computed once a run: one row for each style. */
final class StyleTargets implements AutoCloseable {
  private static final NativeFunction ROWS =
      NativeFunction.of("torch.index_select(table, 0, rows)", "rows", "table");

  private final NDManager owner;
  private final Map<String, NDList> tables = new LinkedHashMap<>();
  private final int styles;

  StyleTargets(StyleGoal goal, Device device) {
    styles = goal.pictures().size();
    owner = NDManager.newBaseManager(device, "PyTorch");
    owner.setName("style targets");
    try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
      List<StyleLoss.Target> each = new ArrayList<>();
      for (Picture picture : goal.pictures()) {
        each.add(goal.style().target(Pictures.toBatch(List.of(picture), scratch)));
      }
      for (String tap : goal.style().weights().taps()) {
        var table = new NDList();
        for (int i = 0; i < each.get(0).byTap().get(tap).size(); i++) {
          int index = i;
          var rows = new NDList(each.stream().map(t -> t.byTap().get(tap).get(index)).toList());
          NDArray joined = rows.size() == 1 ? rows.get(0) : NDArrays.concat(rows, 0);
          joined.attach(owner);
          table.add(joined);
        }
        tables.put(tap, table);
      }
    }
  }

  /**
   * The targets of a batch.
   *
   * @param chosen the style of each picture
   * @param manager owns what is computed
   */
  StyleLoss.Target of(long[] chosen, NDManager manager) {
    if (styles == 1) {
      return new StyleLoss.Target(tables);
    }
    NDArray rows = HostValues.toArray(manager, chosen, new Shape(chosen.length));
    var targets = new LinkedHashMap<String, NDList>();
    tables.forEach(
        (tap, table) ->
            targets.put(tap, new NDList(table.stream().map(t -> ROWS.apply(rows, t)).toList())));
    return new StyleLoss.Target(targets);
  }

  /** How many arrays there are, for tests. */
  int managedArrays() {
    return owner.getManagedArrays().size();
  }

  @Override
  public void close() {
    owner.close();
  }
}
