"""Who signs in 用户与登录. What a person may do is an officer's dated role, kept in ``organs``."""
