"""The organs 机关: who must disclose (条例第十至十二条), their names, officers and contact data."""
