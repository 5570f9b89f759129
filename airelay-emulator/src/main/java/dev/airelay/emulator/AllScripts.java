package dev.airelay.emulator;

import dev.airelay.emulator.fault.EventScripts;
import dev.airelay.emulator.fault.FailureScripts;
import dev.airelay.emulator.fault.StatusScripts;
import dev.airelay.emulator.fault.TransportScripts;
import dev.airelay.emulator.issuer.LoginScripts;
import dev.airelay.emulator.script.ScriptTable;
import dev.airelay.emulator.turn.TurnScripts;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of all rooms. A script is added as a row of one of the six lists and is then known everywhere. */
final class AllScripts {
    static final ScriptTable TABLE = new ScriptTable(Stream.of(
                    TurnScripts.all(),
                    FailureScripts.all(),
                    StatusScripts.all(),
                    EventScripts.all(),
                    TransportScripts.all(),
                    LoginScripts.all())
            .flatMap(List::stream)
            .toList());

    private AllScripts() {}
}
