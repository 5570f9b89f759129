package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.turn.OutputItem.Citation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The results of the emulated hosted tools. */
public final class HostedTools {
    /** A transparent PNG of one pixel, base64. */
    public static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private static final String SOURCE = "https://emulator.invalid/source";
    private static final String TITLE = "A page that the emulator made up";
    private static final String QUOTED = "according to a page that the emulator made up";
    private static final Pattern QUERY =
            Pattern.compile("(?is)\\bsearch (?:the (?:web|internet) )?for (?:the query:? *)?(.+)");

    private HostedTools() {}

    /** A text and the places in it that are cited. */
    record CitedText(String text, List<Citation> citations) {
        CitedText {
            citations = List.copyOf(citations);
        }
    }

    /** The query of a prompt that asks for a search: what follows "search for", or all of it. */
    static String query(String prompt) {
        Matcher query = QUERY.matcher(prompt);
        return (query.find() ? query.group(1) : prompt).strip();
    }

    /** The action of a search. */
    static ObjectNode search(String query, int pages, boolean listsSources) {
        ObjectNode action = Json.object().put("type", "search").put("query", query);
        action.putArray("queries").add(query);
        if (listsSources) {
            ArrayNode sources = action.putArray("sources");
            for (int page = 1; page <= pages; page++) {
                sources.addObject().put("type", "url").put("url", address(page));
            }
        }
        return action;
    }

    /** The action that opens the first page. */
    static ObjectNode open() {
        return Json.object().put("type", "open_page").put("url", address(1));
    }

    /** A text with a sentence for each page behind it, which cites the page. */
    static CitedText citing(String text, int pages) {
        StringBuilder cited = new StringBuilder(text);
        List<Citation> citations = new ArrayList<>();
        for (int page = 1; page <= pages; page++) {
            cited.append(page == 1 ? " That is so " : " And also ");
            int start = cited.length();
            cited.append(QUOTED);
            citations.add(new Citation(address(page), title(page), start, cited.length()));
            cited.append('.');
        }
        return new CitedText(cited.toString(), citations);
    }

    private static String address(int page) {
        return page == 1 ? SOURCE : SOURCE + "/" + page;
    }

    private static String title(int page) {
        return page == 1 ? TITLE : TITLE + ", number " + page;
    }
}
