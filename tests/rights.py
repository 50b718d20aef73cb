"""Who may do what: for every route and verb a row, for every actor a column."""

from __future__ import annotations

# Read as columns: who is not signed in, an outsider, a suspended manager, the manager of another
# project, then viewer, annotator, reviewer, manager. "in" is any answer that let them in: it may
# still find fault with what was sent.
ACTORS = (
    "anonymous",
    "outsider",
    "suspended",
    "elsewhere",
    "viewer",
    "annotator",
    "reviewer",
    "manager",
)


IN, SIGN_IN, HIDDEN, DENIED = "in", "sign in", "hidden", "denied"
HIDING = (SIGN_IN, HIDDEN, HIDDEN, HIDDEN)
READS = (*HIDING, IN, IN, IN, IN)
ANNOTATES = (*HIDING, DENIED, IN, IN, IN)
REVIEWS = (*HIDING, DENIED, DENIED, IN, IN)
MANAGES = (*HIDING, DENIED, DENIED, DENIED, IN)
EVERYBODY = (IN,) * 8
SIGNED_IN = (SIGN_IN, *(IN,) * 7)
SIGNED_OUT = (SIGN_IN,) * 8  # everybody is led to the page for signing in
NOBODY_HERE = (SIGN_IN, *(DENIED,) * 7)  # site administrators only; none of these is one
NOBODY_ELSE = (*HIDING, DENIED, DENIED, DENIED, DENIED)  # its author only, who is none of these
OWN_ONLY = (SIGN_IN, *(HIDDEN,) * 7)  # of the person who asks, and none of these has one
VERBS = ("accept", "reject", "correct", "remove", "restore", "describe", "revert", "tie")
KINDS = ("span", "claim")


# Route by name: the verbs it answers, and to whom. Other verbs answer 405.
TABLE: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "account_login": (("get", EVERYBODY), ("post", EVERYBODY)),
    "account_logout": (("get", SIGNED_IN), ("post", SIGNED_OUT)),
    "account_change_password": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "account_set_password": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "account_reauthenticate": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_authenticate": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_login_webauthn": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_reauthenticate": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_reauthenticate_webauthn": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_index": (("get", SIGNED_IN),),
    "mfa_activate_totp": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_deactivate_totp": (("get", OWN_ONLY), ("post", OWN_ONLY)),
    "mfa_add_webauthn": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_remove_webauthn": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_view_recovery_codes": (("get", OWN_ONLY),),
    "mfa_generate_recovery_codes": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_download_recovery_codes": (("get", OWN_ONLY),),
    "accounts:account": (("get", SIGNED_IN),),
    "accounts:end-session": (("post", OWN_ONLY),),
    "accounts:end-other-sessions": (("post", SIGNED_IN),),
    "accounts:people": (("get", NOBODY_HERE),),
    "accounts:close-account": (("post", NOBODY_HERE),),
    "accounts:reopen-account": (("post", NOBODY_HERE),),
    "accounts:forget-second-step": (("post", NOBODY_HERE),),
    "accounts:projects": (("get", SIGNED_IN), ("post", NOBODY_HERE)),
    "accounts:welcome": (("get", EVERYBODY), ("post", EVERYBODY)),
    "accounts:sign-in-link": (("get", EVERYBODY), ("post", EVERYBODY)),
    "accounts:invite": (("get", EVERYBODY), ("post", EVERYBODY)),
    "accounts:forgotten": (("get", EVERYBODY), ("post", EVERYBODY)),
    "accounts:settings": (("get", MANAGES), ("post", MANAGES)),
    "accounts:delete": (("post", MANAGES),),
    "accounts:members": (("get", MANAGES), ("post", MANAGES)),
    "accounts:role": (("post", MANAGES),),
    "accounts:suspend": (("post", MANAGES),),
    "accounts:resume": (("post", MANAGES),),
    "accounts:guidelines": (("get", READS),),
    "accounts:remove": (("post", MANAGES),),
    "accounts:revoke": (("post", MANAGES),),
    "articles:details": (("get", MANAGES), ("post", MANAGES)),
    "articles:import": (("get", MANAGES), ("post", MANAGES)),
    "articles:preview": (("post", MANAGES),),
    "articles:upload": (("post", MANAGES),),
    "articles:import-run": (("get", MANAGES),),
    "articles:start": (("post", MANAGES),),
    "articles:discard": (("post", MANAGES),),
    "articles:import-runs": (("get", MANAGES),),
    "articles:original": (("get", MANAGES),),
    "articles:problems": (("get", MANAGES),),
    "annotations:keys": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "annotations:queue": (("get", READS),),
    "annotations:reader": (("get", READS),),
    "annotations:history": (("get", ANNOTATES),),
    "annotations:download-history": (("get", ANNOTATES),),
    "annotations:restore-removed": (("post", (*HIDING, DENIED, HIDDEN, IN, IN)),),
    "annotations:to-review": (("get", REVIEWS),),
    "annotations:sent-back": (("get", ANNOTATES),),
    "annotations:assignments": (("get", ANNOTATES), ("post", MANAGES)),
    "annotations:next": (("post", ANNOTATES),),
    "annotations:assign": (("get", MANAGES), ("post", MANAGES)),
    "annotations:set-due": (("post", MANAGES),),
    "annotations:release": (("post", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:hand-over": (("post", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:add-span": (("post", ANNOTATES),),
    "annotations:accept-span": (("post", ANNOTATES),),
    "annotations:reject-span": (("post", ANNOTATES),),
    "annotations:correct-span": (("post", ANNOTATES),),
    "annotations:remove-span": (("post", ANNOTATES),),
    "annotations:restore-span": (("post", ANNOTATES),),
    "annotations:add-claim": (("post", ANNOTATES),),
    "annotations:accept-claim": (("post", ANNOTATES),),
    "annotations:reject-claim": (("post", ANNOTATES),),
    "annotations:correct-claim": (("post", ANNOTATES),),
    "annotations:remove-claim": (("post", ANNOTATES),),
    "annotations:restore-claim": (("post", ANNOTATES),),
    "annotations:revert-span": (("post", ANNOTATES),),
    "annotations:revert-claim": (("post", ANNOTATES),),
    "annotations:tie-span": (("post", ANNOTATES),),
    "annotations:tie-claim": (("post", ANNOTATES),),
    "annotations:choose-span": (("get", ANNOTATES),),
    "annotations:choose-claim": (("get", ANNOTATES),),
    "annotations:describe-span": (("post", ANNOTATES),),
    "annotations:describe-claim": (("post", ANNOTATES),),
    "annotations:attributes-span": (("get", ANNOTATES),),
    "annotations:attributes-claim": (("get", ANNOTATES),),
    "annotations:past-span": (("get", ANNOTATES),),
    "annotations:past-claim": (("get", ANNOTATES),),
    "annotations:undo": (("post", ANNOTATES),),
    "annotations:redo": (("post", ANNOTATES),),
    "annotations:accept-above": (("post", ANNOTATES),),
    "annotations:show": (("post", READS),),
    "annotations:same": (("get", ANNOTATES),),
    "annotations:mark-same": (("post", ANNOTATES),),
    "annotations:reject-same": (("post", ANNOTATES),),
    "annotations:surest": (("get", ANNOTATES),),
    "annotations:why-span": (("get", READS),),
    "annotations:why-claim": (("get", READS),),
    "annotations:here": (("post", READS),),
    "annotations:elsewhere": (("get", ANNOTATES), ("post", ANNOTATES)),
    "annotations:applied": (("get", ANNOTATES),),
    "annotations:apply-run": (("get", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:cancel-apply": (("post", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:undo-apply": (("post", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:threads": (("get", READS), ("post", ANNOTATES)),
    "annotations:new-thread": (("get", ANNOTATES),),
    "annotations:thread-readers": (("get", ANNOTATES),),
    "annotations:readers-of-thread": (("get", ANNOTATES),),
    "annotations:reply": (("post", ANNOTATES),),
    "annotations:thread-seen": (("post", READS),),
    "annotations:resolve-thread": (("post", REVIEWS),),  # annotators their own, not a colleague's
    "annotations:reopen-thread": (("post", REVIEWS),),
    "annotations:edit-comment": (("post", NOBODY_ELSE),),
    "annotations:delete-comment": (("post", NOBODY_ELSE),),
    "annotations:comments": (("get", READS),),
    "annotations:comments-seen": (("post", READS),),
    "annotations:review": (("get", REVIEWS), ("post", REVIEWS)),
    **{
        f"annotations:review-{name}": (("post", REVIEWS),)
        for name in (
            *(f"{verb}-{kind}" for verb in VERBS for kind in ("span", "claim")),
            *("add-span", "add-claim", "undo", "redo", "accept-above", "show"),
            *("mark-same", "reject-same"),
        )
    },
    **{
        f"annotations:review-{name}": (("get", REVIEWS),)
        for name in (
            *("same", "surest"),
            *(
                f"{what}-{kind}"
                for what in ("why", "past", "choose", "attributes")
                for kind in KINDS
            ),
        )
    },
    "annotations:accept-rest": (("post", REVIEWS),),
    "annotations:differences": (("get", REVIEWS),),
    "annotations:discard-review": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:adjudicate": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:adjudicate-anew": (("post", REVIEWS),),
    "annotations:adjudicate-decide": (("post", REVIEWS),),
    "annotations:adjudicate-alike": (("get", REVIEWS),),
    "annotations:adjudicate-undo": (("post", REVIEWS),),
    "annotations:send-back": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:reopen-gold": (("post", REVIEWS),),
    "annotations:finish": (("get", ANNOTATES), ("post", ANNOTATES)),
    "annotations:reopen": (("post", ANNOTATES),),
    "annotations:approve": (("post", REVIEWS),),
    "annotations:datasets": (("get", MANAGES), ("post", MANAGES)),
    "annotations:dataset-preview": (("get", MANAGES),),
    "annotations:download-data": (("get", MANAGES),),
    "annotations:download-manifest": (("get", MANAGES),),
    "annotations:download-all": (("get", MANAGES),),
    "annotations:delete-dataset": (("post", MANAGES),),
    "annotations:dashboard": (("get", READS),),
    "annotations:statistics": (("get", REVIEWS),),
    "annotations:learning": (("get", MANAGES), ("post", MANAGES)),
    "annotations:rerun": (("get", MANAGES), ("post", MANAGES)),
    "annotations:cancel-rerun": (("post", MANAGES),),
    "annotations:use-shipped": (("post", MANAGES),),
    "annotations:use-version": (("post", MANAGES),),
    "annotations:cancel-learning": (("post", MANAGES),),
    "annotations:agreement": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:disagreements": (("get", REVIEWS),),
    "annotations:named": (("get", READS),),
    "annotations:entities": (("get", READS),),
    "annotations:entity": (("get", READS), ("post", ANNOTATES)),
    "annotations:merge-entity": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:split-entity": (("post", REVIEWS),),
    "annotations:merges": (("get", ANNOTATES),),
    "annotations:find-merges": (("post", REVIEWS),),
    "annotations:undo-merge": (("post", REVIEWS),),
    "annotations:answer-merge": (("post", REVIEWS),),
    "annotations:scheme": (("get", MANAGES), ("post", MANAGES)),
    "annotations:scheme-file": (("post", MANAGES),),
    "annotations:export-scheme": (("get", MANAGES),),
    "annotations:colours": (("get", SIGNED_IN),),
}
