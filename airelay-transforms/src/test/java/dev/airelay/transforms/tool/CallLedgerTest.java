package dev.airelay.transforms.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CallLedgerTest {

    private final CallLedger ledger = new CallLedger();

    @Test
    void manyIdsThatBecomeTheSameCostNoMoreEach() {
        CallLedger ledger = new CallLedger();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            ids.add(ledger.open(String.valueOf((char) ('\u4e00' + i)), CallKind.FUNCTION));
        }

        assertThat(ids).hasSize(20_000);
    }

    @Test
    void idHasOnlyCharactersThatTheUpstreamTakes() {
        CallLedger ledger = new CallLedger();

        assertThat(ledger.open("toolu.1", CallKind.FUNCTION)).isEqualTo("toolu_1");
        assertThat(ledger.open("toolu|1", CallKind.FUNCTION)).isNotEqualTo("toolu_1");
        assertThat(ledger.close("toolu.1"))
                .hasValueSatisfying(call -> assertThat(call.upstreamId()).isEqualTo("toolu_1"));
    }

    @Test
    void idsOfUpToSixtyFourCharactersStayAsTheyAre() {
        assertThat(ledger.open("x".repeat(64), CallKind.FUNCTION)).isEqualTo("x".repeat(64));
    }

    @Test
    void longIdsAreAlwaysShortenedAlike() {
        String id = ledger.open("x".repeat(65), CallKind.FUNCTION);

        assertThat(id).hasSizeLessThanOrEqualTo(64).isEqualTo(CallLedger.shortened("x".repeat(65)));
        assertThat(CallLedger.shortened("y".repeat(65))).isNotEqualTo(id);
    }

    @Test
    void repeatedIdsBecomeUniqueEvenWhereAClientUsesTheReplacementToo() {
        List<String> ids = new ArrayList<>();
        for (String id :
                List.of("call_0", "call_0_2", "call_0", "call_0", "call_0_2", "x".repeat(70), "x".repeat(70))) {
            ids.add(ledger.open(id, CallKind.FUNCTION));
        }

        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(ids).allMatch(id -> id.length() <= 64);
    }

    @Test
    void outputsAnswerTheOldestOpenCallOfTheirId() {
        String first = ledger.open("call_0", CallKind.FUNCTION);
        String second = ledger.open("call_0", CallKind.CUSTOM);

        assertThat(ledger.close("call_0")).map(CallLedger.OpenCall::upstreamId).contains(first);
        assertThat(ledger.unanswered()).extracting(CallLedger.OpenCall::kind).containsExactly(CallKind.CUSTOM);
        assertThat(ledger.close("call_0")).map(CallLedger.OpenCall::upstreamId).contains(second);
        assertThat(ledger.close("call_0")).isEmpty();
        assertThat(ledger.unanswered()).isEmpty();
    }

    @Test
    void recognizesEachEarlierCallOnce() {
        ledger.open("call_0", CallKind.FUNCTION);
        ledger.open("call_0", CallKind.CUSTOM);
        ledger.endEarlierTurns();
        ledger.open("call_1", CallKind.FUNCTION);

        assertThat(ledger.repeatsEarlier("call_0", CallKind.CUSTOM)).isTrue();
        assertThat(ledger.repeatsEarlier("call_0", CallKind.CUSTOM)).isFalse();
        assertThat(ledger.repeatsEarlier("call_1", CallKind.FUNCTION)).isFalse();
        assertThat(ledger.close("call_0")).isPresent();
        assertThat(ledger.repeatsEarlier("call_0", CallKind.FUNCTION)).isFalse();
    }

    /** A search among all calls of the id would take many times the time limit. */
    @Test
    @Timeout(60)
    void findsCallAmongManyOfOneIdWithoutSearch() {
        int many = 200_000;
        for (int i = 0; i < many; i++) {
            ledger.open("x", CallKind.FUNCTION);
        }
        ledger.endEarlierTurns();
        for (int i = 0; i < many; i++) {
            assertThat(ledger.repeatsEarlier("x", CallKind.CUSTOM)).isFalse();
        }
        assertThat(ledger.repeatsEarlier("x", CallKind.FUNCTION)).isTrue();
    }
}
