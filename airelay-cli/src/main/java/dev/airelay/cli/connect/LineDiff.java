package dev.airelay.cli.connect;

import java.util.ArrayList;
import java.util.List;

/** The lines that differ between two texts. */
public final class LineDiff {
    /** The table of the comparison has the product of both sides' lines; beyond this, they are shown one after the other. */
    private static final int MAX_TABLE = 4_000_000;

    private LineDiff() {}

    /** A line that only one text has. */
    public record Line(boolean added, String text) {}

    /** Returns the lines that were removed and added, in the order of the text. */
    public static List<Line> between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int same = 0;
        while (same < old.size() && same < now.size() && old.get(same).equals(now.get(same))) {
            same++;
        }
        int oldEnd = old.size();
        int nowEnd = now.size();
        while (oldEnd > same && nowEnd > same && old.get(oldEnd - 1).equals(now.get(nowEnd - 1))) {
            oldEnd--;
            nowEnd--;
        }
        return compare(old.subList(same, oldEnd), now.subList(same, nowEnd));
    }

    private static List<Line> compare(List<String> old, List<String> now) {
        List<Line> lines = new ArrayList<>();
        if ((long) old.size() * now.size() > MAX_TABLE) {
            old.forEach(line -> lines.add(new Line(false, line)));
            now.forEach(line -> lines.add(new Line(true, line)));
            return lines;
        }
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                i++;
                j++;
            } else if (i < old.size() && (j == now.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line(false, old.get(i++)));
            } else {
                lines.add(new Line(true, now.get(j++)));
            }
        }
        return lines;
    }
}
