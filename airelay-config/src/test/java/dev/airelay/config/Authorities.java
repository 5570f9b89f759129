package dev.airelay.config;

/** Certificates of two authorities that exist for these tests only; their keys are gone. */
final class Authorities {

    static final String ONE = """
            -----BEGIN CERTIFICATE-----
            MIIBdTCCARugAwIBAgIJALmTkuJnF6kPMAoGCCqGSM49BAMCMCUxIzAhBgNVBAMT
            GkFJUmVsYXkgdGVzdCBhdXRob3JpdHkgb25lMCAXDTI2MTEyMzEzMTMyMloYDzIx
            MjYxMDMwMTMxMzIyWjAlMSMwIQYDVQQDExpBSVJlbGF5IHRlc3QgYXV0aG9yaXR5
            IG9uZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFZWB6tvxp6H0DgdPHWRHQV6
            0kBHT+c5OWZrchGnQ0ZYJpcX21nQP8nOCgPmNWGm/ml3q/cbbqU6ELsSICpnJC6j
            MjAwMB0GA1UdDgQWBBQ0/tT4exz7TCawHVnDqj3QAG0x+TAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0gAMEUCIQChsMfCKvRTWCuRYO5siUi2OhJFPUF82zXr
            05BtAOJS1QIgOqJmk8JDEgdAnoFTGzvu5NfeuIYNjYs1nySDRYda3I4=
            -----END CERTIFICATE-----
            """;

    static final String TWO = """
            -----BEGIN CERTIFICATE-----
            MIIBdTCCARugAwIBAgIJAJxLlBkWx7KXMAoGCCqGSM49BAMCMCUxIzAhBgNVBAMT
            GkFJUmVsYXkgdGVzdCBhdXRob3JpdHkgdHdvMCAXDTI2MTEyMzEzMTMyN1oYDzIx
            MjYxMDMwMTMxMzI3WjAlMSMwIQYDVQQDExpBSVJlbGF5IHRlc3QgYXV0aG9yaXR5
            IHR3bzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABInZDnPX7arlt+133ZgN8iMb
            P2J/FFeQVRSdj8x1kau8AWNxYqumpHqaGkiEdz6IKgaWAO4UUcqyK0Vyohm2q3Oj
            MjAwMB0GA1UdDgQWBBQUKmN8+ayBKTx7z4oajcbgdFCe/zAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0gAMEUCIBXRCRcl80VEixjiE5NJrv9ulwqwEquKH1dC
            dgP58AMRAiEAkEcRf3hp/GFRiojfYHrwCmNJy/OZbPja9ikkX+tLlco=
            -----END CERTIFICATE-----
            """;

    private Authorities() {}
}
