package dev.airelay.emulator.api;

/**
 * Whom the emulated issuer signs in.
 *
 * @param accountId the claim {@code chatgpt_account_id}
 * @param userId the claim {@code chatgpt_user_id}
 * @param email the e-mail address of the id token
 * @param plan the claim {@code chatgpt_plan_type}; any text
 */
public record EmulatedAccount(String accountId, String userId, String email, String plan) {
    private static final EmulatedAccount STANDARD =
            new EmulatedAccount("acct-emulator", "user-emulator", "person@emulator.invalid", "plus");

    /** The account {@code acct-emulator}, on the plan {@code plus}. */
    public static EmulatedAccount standard() {
        return STANDARD;
    }

    /** The same person in another workspace. */
    public EmulatedAccount withAccountId(String id) {
        return new EmulatedAccount(id, userId, email, plan);
    }

    /** The same person on another plan. */
    public EmulatedAccount withPlan(String name) {
        return new EmulatedAccount(accountId, userId, email, name);
    }

    /** The same account with another e-mail address. */
    public EmulatedAccount withEmail(String address) {
        return new EmulatedAccount(accountId, userId, address, plan);
    }
}
